using CodegenBert.Tasks;
using CodegenBert.Training;

namespace CodegenBert.Benchmarks.Corpora;

/// <summary>The spec's values with another seed.</summary>
internal sealed record CorpusOptions : TrainingOptions
{
    public CorpusOptions(TrainingDefaults defaults)
        : base(defaults)
    {
    }
}
