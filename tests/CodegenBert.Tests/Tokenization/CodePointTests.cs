using System.Text.Json;
using CodegenBert.Tokenization;

namespace CodegenBert.Tests.Tokenization;

public class CodePointTests
{
    private const int AllButSurrogates = 1_112_064;

    [Theory]
    [InlineData("glued")]
    [InlineData("spaced")]
    public void Every_code_point_has_the_ids_of_Hugging_Face_in_the_uncased_vocabulary(string kind) =>
        AssertAll(TokenizerKit.Uncased, kind);

    [SharedDataTheory]
    [InlineData(TokenizerKit.Cased, "glued")]
    [InlineData(TokenizerKit.Cased, "spaced")]
    [InlineData(TokenizerKit.Multilingual, "glued")]
    [InlineData(TokenizerKit.Multilingual, "spaced")]
    [InlineData(TokenizerKit.Chinese, "glued")]
    [InlineData(TokenizerKit.Chinese, "spaced")]
    public void Every_code_point_has_the_ids_of_Hugging_Face_in_other_vocabularies(string name, string kind) => AssertAll(name, kind);

    private static void AssertAll(string name, string kind)
    {
        BertWordPieceTokenizer tokenizer = TokenizerKit.TokenizerOf(name);
        int count = 0, different = 0;
        string firstDifference = "";
        foreach (JsonElement run in TokenizerKit.Read(name, "codepoints." + kind))
        {
            int[] expected = run[2].Ints();
            int last = run[1].GetInt32();
            for (int codePoint = run[0].GetInt32(); codePoint <= last; codePoint++)
            {
                if (codePoint is >= 0xD800 and <= 0xDFFF)
                {
                    continue;
                }

                count++;
                string c = char.ConvertFromUtf32(codePoint);
                IReadOnlyList<int> ids = tokenizer.EncodeToIds(kind == "glued" ? $"a{c}b" : $"a {c} b");
                if (!ids.SequenceEqual(expected))
                {
                    firstDifference = different++ == 0 ? $"U+{codePoint:X4}: {TokenizerKit.Join(ids)} instead of {TokenizerKit.Join(expected)}" : firstDifference;
                }
            }
        }

        KitTable.Note($"tokenizer {name}, code points {kind}", count, count - different);
        Assert.Equal(("", AllButSurrogates), (firstDifference, count));
    }
}
