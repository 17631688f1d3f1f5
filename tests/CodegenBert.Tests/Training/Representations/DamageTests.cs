using CodegenBert.Data;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>Whatever becomes of the files, no run takes a wrong value from them, and each says what it found.</summary>
public sealed class DamageTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private const int Cases = 300;
    private static readonly IReadOnlyList<LabeledTexts> Rows = [.. CachedRun.Train.Take(12)];
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("all", "rows")]
    [InlineData("all", "index")]
    [InlineData("bottom: 1", "rows")]
    [InlineData("bottom: 1", "index")]
    public void Bytes_that_were_changed_are_noticed_and_their_texts_encoded_again(string freeze, string file)
    {
        CachedRun pristine = CachedRun.Of(encoder.Folder, freeze, new RepresentationCache(_folder.Path), Rows);
        string path = Path.Combine(Shelf(), file);
        byte[] rows = File.ReadAllBytes(Path.Combine(Shelf(), "rows")), index = File.ReadAllBytes(Path.Combine(Shelf(), "index"));
        for (int seed = 0; seed < Cases / 4; seed++)
        {
            File.WriteAllBytes(Path.Combine(Shelf(), "rows"), rows);
            File.WriteAllBytes(Path.Combine(Shelf(), "index"), index);
            var random = new Random(seed);
            byte[] bytes = File.ReadAllBytes(path);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(path, bytes);
            CachedRun run = CachedRun.Of(encoder.Folder, freeze, new RepresentationCache(_folder.Path), Rows);
            CachedRun next = CachedRun.Of(encoder.Folder, freeze, new RepresentationCache(_folder.Path), Rows);

            Assert.Equal(pristine.Weights, run.Weights);
            Assert.InRange(run.Encoded.Texts, 1, 3);
            Assert.NotEmpty(run.Warnings);
            Assert.All(run.Warnings, warning => Assert.Contains("damaged", warning, StringComparison.Ordinal));
            Assert.Equal(pristine.Weights, next.Weights); // it is whole again
            Assert.Equal((0L, 0), (next.Encoded.Texts, next.Warnings.Count));
        }
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("index")]
    public void Files_that_were_cut_anywhere_lose_what_was_cut_off(string file)
    {
        CachedRun pristine = CachedRun.Of(encoder.Folder, "bottom: 1", new RepresentationCache(_folder.Path), Rows);
        string path = Path.Combine(Shelf(), file);
        byte[] rows = File.ReadAllBytes(Path.Combine(Shelf(), "rows")), index = File.ReadAllBytes(Path.Combine(Shelf(), "index")), whole = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 1, 47, 48, 49, 127, 128, whole.Length / 2, whole.Length - 1])
        {
            File.WriteAllBytes(Path.Combine(Shelf(), "rows"), rows);
            File.WriteAllBytes(Path.Combine(Shelf(), "index"), index);
            File.WriteAllBytes(path, whole[..length]);
            CachedRun run = CachedRun.Of(encoder.Folder, "bottom: 1", new RepresentationCache(_folder.Path), Rows);
            CachedRun next = CachedRun.Of(encoder.Folder, "bottom: 1", new RepresentationCache(_folder.Path), Rows);

            Assert.Equal(pristine.Weights, run.Weights);
            Assert.True(run.Encoded.Texts > 0);
            Assert.Equal(pristine.Weights, next.Weights);
            Assert.Equal((0L, 0), (next.Encoded.Texts, next.Warnings.Count));
        }
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("index")]
    public void A_file_that_is_missing_is_written_anew(string file)
    {
        CachedRun pristine = CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path), Rows);
        File.Delete(Path.Combine(Shelf(), file));
        CachedRun run = CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path), Rows);

        Assert.Equal(pristine.Weights, run.Weights);
        Assert.Equal(0, CachedRun.Of(encoder.Folder, "all", new RepresentationCache(_folder.Path), Rows).Encoded.Texts);
    }

    public void Dispose() => _folder.Dispose();

    private string Shelf() => Directory.EnumerateDirectories(_folder.Path).Single(folder => Path.GetFileName(folder).Length == 64);
}
