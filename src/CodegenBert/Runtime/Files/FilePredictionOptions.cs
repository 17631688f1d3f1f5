using CodegenBert.Data;
using Microsoft.Extensions.Logging;

namespace CodegenBert.Runtime.Files;

/// <summary>How a file is classified.</summary>
public sealed record FilePredictionOptions
{
    /// <summary>For one label: the probability below which a prediction is undecided, 0 to 1; null for the spec's.</summary>
    public float? AbstainBelow { get; init; }

    /// <summary>How the inputs are written; null for what the file's name says.</summary>
    public DataFormat? Format { get; init; }

    /// <summary>Time between two flushes of what is done to the disk. A process that is killed has to do again what came after the last.</summary>
    public TimeSpan SaveEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Is told after which row the work goes on, or why it begins anew.</summary>
    public ILogger? Logger { get; init; }
}
