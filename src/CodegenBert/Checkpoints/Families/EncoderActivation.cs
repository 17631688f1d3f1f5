namespace CodegenBert.Checkpoints.Families;

/// <summary>The feed-forward activation of an encoder layer.</summary>
internal enum EncoderActivation
{
    Gelu,
    GeluTanh,
    Relu,
    Silu,
}
