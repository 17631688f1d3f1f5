namespace CodegenBert.Tasks;

/// <summary>How a task's texts become ids.</summary>
public sealed record TokenizerSettings
{
    /// <summary>Most ids of an input, <c>[CLS]</c> and <c>[SEP]</c> included; longer ones are cut (<c>longest_first</c>).</summary>
    public int MaxLength { get; init; } = 128;
}
