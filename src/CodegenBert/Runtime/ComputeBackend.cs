using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Runtime;

/// <summary>libtorch, loaded and set up: the one place where its absence is turned into words.</summary>
internal static class ComputeBackend
{
    /// <summary>The device for a run.</summary>
    /// <param name="device">The chosen device.</param>
    /// <param name="threads">libtorch's threads for the whole process; null leaves them.</param>
    /// <exception cref="CodegenBertException">libtorch does not load, or has no such device.</exception>
    public static Device Prepare(ComputeDevice device, int? threads)
    {
        if (threads is < 1)
        {
            throw new TrainingException($"The option Threads is {threads}; allowed is 1 or more, or null.");
        }

        WaitingThreads.YieldTheirCores();
        try
        {
            if (threads is int count)
            {
                set_num_threads(count);
            }

            if (device == ComputeDevice.Cuda && !cuda.is_available())
            {
                throw new CodegenBertException("The device is Cuda, but libtorch finds none. Reference TorchSharp's CUDA package in place of TorchSharp-cpu, check the driver, or use ComputeDevice.Cpu.");
            }

            InitializeDeviceType(device == ComputeDevice.Cuda ? DeviceType.CUDA : DeviceType.CPU);
            return device == ComputeDevice.Cuda ? CUDA : CPU;
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException)
        {
            throw new CodegenBertException(
                $"libtorch does not load on {System.Runtime.InteropServices.RuntimeInformation.OSDescription} ({System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}). "
                + "The application must reference the package TorchSharp-cpu (or a CUDA one); on Linux it needs glibc 2.31 or later. Cause: " + e.GetBaseException().Message,
                e);
        }
    }
}
