using CodegenBert.Data;
using CodegenBert.Tasks;

namespace CodegenBert.Tests.Tiny;

/// <summary>Tasks on the tiny encoder whose output is not one label.</summary>
internal static class TinyOutputs
{
    private static readonly string[] TopicNames = ["kind", "unkind", "long"];

    /// <summary>Single text, three labels that do not exclude one another.</summary>
    public static TaskDefinition Topics(FreezePlan? freeze = null, params string[] labels) => TinyTask.Of(freeze, null, labels.Length > 0 ? labels : TopicNames) with
    {
        Name = "Topics",
        SpecPath = "specs/topics.bert.yaml",
        Output = OutputDefinition.MultiLabel,
    };

    /// <summary>Single text, a score from -2 to 2; read of the sums of the embeddings too, in which an untrained encoder still counts words.</summary>
    public static TaskDefinition Mood(FreezePlan? freeze = null) => TinyTask.Sentiment(freeze, new HeadDefinition { Pooling = [Pooling.Sum], Layers = LayerSelection.Of(0, 2) }) with
    {
        Name = "Mood",
        SpecPath = "specs/mood.bert.yaml",
        Output = OutputDefinition.Regression(new("mood", -2, 2)),
        Labels = LabelSet.None,
    };

    /// <summary>A row has the label of each kind of word that it has, and that of ten words and more: none, one or several.</summary>
    public static IReadOnlyList<LabeledTexts> TopicRows(int count, int seed) => Rows(count, seed, words =>
    {
        bool[] has = [words.Any(word => word < 6), words.Any(word => word is >= 6 and < 12), words.Length >= 10];
        return RowTarget.Labels([.. has.Index().Where(one => one.Item).Select(one => one.Index)]);
    });

    /// <summary>A row's score is its kind words less its unkind ones, from -2 to 2.</summary>
    public static IReadOnlyList<LabeledTexts> MoodRows(int count, int seed) => Rows(count, seed, words =>
        RowTarget.Score(Math.Clamp(words.Count(word => word < 6) - words.Count(word => word is >= 6 and < 12), -2, 2)));

    private static IReadOnlyList<LabeledTexts> Rows(int count, int seed, Func<int[], RowTarget> target) =>
        [.. TinyTask.Rows(count, seed).Select(row => row with { Target = target([.. row.Input.First.Split(' ').Select(word => TinyEncoder.Words.ToList().IndexOf(word))]) })];
}
