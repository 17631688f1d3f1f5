using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Runtime.Files;
using CodegenBert.Tests.Tiny;

namespace CodegenBert.Tests.Runtime.Files;

/// <summary>Two small models, a file of a few chunks, and what an unbroken run makes of it with the first.</summary>
public sealed class ScoredFile : IDisposable
{
    /// <summary>Three whole chunks, and one that is not.</summary>
    public const int Rows = (3 * ClassifierRuntime.ChunkSize) + 500;

    private readonly TinyEncoder _encoder = new();
    private readonly TemporaryFolder _folder = new();

    public ScoredFile()
    {
        (Classifier, Other) = (Train(1), Train(2));
        Classifier.Save(Model);
        WriteInput(Input, Rows);
        using TemporaryFolder folder = new();
        Assert.Equal(Rows, Classifier.PredictFile(Input, folder["whole.tsv"]));
        Whole = File.ReadAllBytes(folder["whole.tsv"]);
    }

    /// <summary>The model.</summary>
    public ClassifierRuntime Classifier { get; }

    /// <summary>Another model of the same task.</summary>
    public ClassifierRuntime Other { get; }

    /// <summary>The first model's folder.</summary>
    public string Model => _folder["model"];

    /// <summary>The inputs.</summary>
    public string Input => _folder["inputs.tsv"];

    /// <summary>The predictions of a run that was not stopped.</summary>
    public IReadOnlyList<byte> Whole { get; }

    /// <summary>Writes rows; a file of fewer rows is the beginning of one of more.</summary>
    public static void WriteInput(string path, int rows, string first = "") =>
        File.WriteAllText(path, new StringBuilder("text\n").Append(first).AppendJoin('\n', Texts(rows).Select(text => text.First)).Append('\n').ToString());

    /// <summary>The rows' texts.</summary>
    public static IEnumerable<InputTexts> Texts(int rows) => TinyTask.Rows(rows, seed: 8).Select(row => row.Input);

    public void Dispose()
    {
        Classifier.Dispose();
        Other.Dispose();
        _folder.Dispose();
        _encoder.Dispose();
    }

    private ClassifierRuntime Train(int seed) =>
        TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(60, seed), null, TinyTask.Options(_encoder) with { RepresentationCache = null }).Classifier;
}
