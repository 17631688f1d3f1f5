namespace CodegenBert.Tasks;

/// <summary>The numbers that the encoder's matrix products are computed with.</summary>
public enum Precision
{
    /// <summary>32 bits, as Hugging Face does by default.</summary>
    Float32 = 0,

    /// <summary>
    /// 16 bits with float32's range (bfloat16). Weights, normalisation, softmax and loss stay in float32 (Micikevicius et al. 2018, "Mixed Precision Training").
    /// Faster on processors that have it, slower on others.
    /// </summary>
    BFloat16 = 1,

    /// <summary>bfloat16 where the processor computes with it and a short check on the run's own rows agrees with float32; else float32.</summary>
    Auto = 2,
}
