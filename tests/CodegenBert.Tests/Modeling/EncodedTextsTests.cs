using CodegenBert.Modeling;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Modeling;

/// <summary>Texts are held as ids in large arrays; what comes out is what went in.</summary>
public sealed class EncodedTextsTests
{
    [Fact]
    public void Ids_segments_and_cuts_come_back_as_they_were()
    {
        var random = new Random(11);
        EncodedInput[][] texts = [.. Enumerable.Range(0, 2_000).Select(i => Enumerable.Range(0, 1 + (i % 7 == 0 ? random.Next(3) : 0)).Select(_ => Input(random, random.Next(2, 3_000), i % 5 == 0 ? 200_000 : 30_522)).ToArray())];

        EncodedTexts stored = new(texts);

        Assert.Equal(texts.Length, stored.Count);
        Assert.False(stored.AreWhole);
        EncodedInput[] windows = [.. texts.SelectMany(text => text)];
        Assert.Equal(windows.Length, stored.Windows.Count);
        Assert.Equal(windows.Select(window => window.Length), WindowStore.LengthsOf(stored.Windows));
        foreach ((EncodedInput expected, EncodedInput actual) in windows.Zip(stored.Windows))
        {
            Assert.True(expected.InputIds.Span.SequenceEqual(actual.InputIds.Span));
            Assert.True(expected.TokenTypeIds.Span.SequenceEqual(actual.TokenTypeIds.Span));
            Assert.Equal(expected.Truncated, actual.Truncated);
        }

        for (int text = 0; text < texts.Length; text++)
        {
            (int first, int count) = stored.WindowsOf(text);
            Assert.Equal((Array.IndexOf(windows, texts[text][0]), texts[text].Length), (first, count));
            Assert.Equal(texts[text].Sum(window => window.Length), stored.Lengths[text]);
            Assert.Equal(texts[text].Sum(window => window.CutTokens), stored.CutTokens[text]);
        }
    }

    [Fact]
    public void An_input_longer_than_a_block_has_one_of_its_own()
    {
        var random = new Random(12);
        EncodedInput[] inputs = [Input(random, 10, 30_522), Input(random, 1_500_000, 30_522), Input(random, 10, 30_522)];

        EncodedTexts stored = new(inputs.Select(input => (IReadOnlyList<EncodedInput>)[input]));

        Assert.All(inputs.Zip(stored.Windows), pair => Assert.True(pair.First.InputIds.Span.SequenceEqual(pair.Second.InputIds.Span)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(3, 8)]
    [InlineData(4096, 8192)]
    [InlineData(5000, 5001)]
    [InlineData(10, 9000)]
    public void The_segment_ids_follow_from_the_first_segments_length(int first, int length) =>
        Assert.Equal([.. Enumerable.Repeat((byte)0, first), .. Enumerable.Repeat((byte)1, length - first)], new EncodedInput(new int[length], first, [], cutTokens: 0).TokenTypeIds.ToArray());

    private static EncodedInput Input(Random random, int length, int vocabulary) =>
        new([.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))], random.Next(1, length + 1), [], random.Next(3));
}
