using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests.Mutation;

/// <summary>One of this repository's specs, or the encoder's manifest, after one to four edits.</summary>
/// <param name="Seed">Makes the same file again, on any machine.</param>
/// <param name="Original">The file that it comes from.</param>
/// <param name="Text">What the edits have made of it.</param>
internal sealed record MutatedFile(int Seed, InMemoryText Original, string Text)
{
    private static readonly InMemoryText[] s_originals = [.. Repository.SpecFiles.Concat(Repository.TestSpecFiles).Select(Repository.Spec), Repository.MiniLmManifest];

    private static readonly Func<string, Random, string>[] s_edits =
    [
        CharacterEdits.Insert, CharacterEdits.Remove, CharacterEdits.Replace, CharacterEdits.Cut,
        LineEdits.Delete, LineEdits.Duplicate, LineEdits.Move, LineEdits.Indent, LineEdits.IndentTheRest, LineEdits.Join,
        ValueEdits.SwapValues, ValueEdits.SwapKeys, ValueEdits.ChangeType, ValueEdits.Nest, ValueEdits.Lengthen, ValueEdits.Enumerate, ValueEdits.Quote,
    ];

    public bool IsManifest => Original == Repository.MiniLmManifest;

    public static MutatedFile Of(int seed)
    {
        var random = new Random(seed);
        InMemoryText original = random.OneOf(s_originals);
        string text = original.GetText().ToString();
        for (int edits = random.Next(1, 5); edits > 0 && text.Length > 0; edits--)
        {
            text = random.OneOf(s_edits)(text, random);
        }

        return new(seed, original, text);
    }
}
