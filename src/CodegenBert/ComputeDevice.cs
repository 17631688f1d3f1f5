namespace CodegenBert;

/// <summary>Where tensors live and are computed.</summary>
public enum ComputeDevice
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>The first CUDA device; the application must reference TorchSharp's CUDA package in place of <c>TorchSharp-cpu</c>.</summary>
    Cuda = 1,
}
