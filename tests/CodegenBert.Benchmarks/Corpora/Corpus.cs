using CodegenBert.Tasks;

namespace CodegenBert.Benchmarks.Corpora;

/// <summary>A corpus to be trained on, and what Hugging Face's Trainer reaches on its scored part.</summary>
/// <param name="Task">The spec.</param>
/// <param name="Folder">The corpus's folder under the data folder.</param>
/// <param name="ScoredPart">The file that is scored once, at the end.</param>
/// <param name="Seeds">How many seeds are run.</param>
/// <param name="HuggingFace">The reference's accuracies (of a score: Pearson's correlations), one a seed; none where there is no reference.</param>
internal sealed record Corpus(TaskDefinition Task, string Folder, string ScoredPart, int Seeds, params double[] HuggingFace)
{
    /// <summary>All runs: Hugging Face's recipe, then everything frozen, then the top two layers.</summary>
    public static IReadOnlyList<Corpus> All { get; } =
    [
        // The figures are those of shared/reference/hugging-face-results.md.
        new(Trec6Definition.Task, "trec6", "test.tsv", 3, 0.968, 0.964, 0.962),
        new(Sst2Definition.Task, "sst2", "test.tsv", 3, 0.8858, 0.8924),
        new(MrpcDefinition.Task, "mrpc", "test.tsv", 3, 0.7565),
        new(Banking77Definition.Task, "banking77", "test.tsv", 3, 0.724),
        new(StsbDefinition.Task, "stsb", "test.tsv", 3, 0.8119),
        new(RteDefinition.Task, "rte", "dev.tsv", 3, 0.578),
        new(CfimdbDefinition.Task, "cfimdb", "dev.tsv", 3),
        new(Trec6FrozenDefinition.Task, "trec6", "test.tsv", 1, 0.950),
        new(Sst2FrozenDefinition.Task, "sst2", "test.tsv", 1),
        new(Banking77FrozenDefinition.Task, "banking77", "test.tsv", 1, 0.929),
        new(Trec6Top2Definition.Task, "trec6", "test.tsv", 1, 0.944),
        new(Sst2Top2Definition.Task, "sst2", "test.tsv", 1),
    ];
}
