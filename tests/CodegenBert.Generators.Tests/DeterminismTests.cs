using System.Globalization;
using CodegenBert.Generators.Tests.Running;

namespace CodegenBert.Generators.Tests;

/// <summary>The same spec is the same text everywhere.</summary>
public class DeterminismTests
{
    private const string Spec = "task: Mood\nlabels: [iyi, kötü]\nencoder: minilm-l6\nhead: { dropout: 0.25 }\ntraining: { learning_rate: 2.5e-5, weight_decay: 0.01 }\n";

    // The marks of tr-TR and ar-SA by hand: the tests run without ICU.
    [Theory]
    [InlineData(",", "-")]
    [InlineData("٫", "\u061C-")]
    public void NumbersOfTheCultureChangeNothing(string point, string minus)
    {
        string[] expected = Texts("/project/");
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = point;
            culture.NumberFormat.NegativeSign = minus;
            CultureInfo.CurrentCulture = culture;

            Assert.Contains(point, 0.5.ToString(CultureInfo.CurrentCulture), StringComparison.Ordinal);
            Assert.Equal(expected, Texts("/project/"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ThePlaceOfTheProjectChangesNothing() => Assert.Equal(Texts("/project/"), Texts("/elsewhere/"));

    [Fact]
    public void LinesOfTheSpecMayEndAsTheyLike() => Assert.Equal(Texts("/project/"), Texts("/project/", Spec.Replace("\n", "\r\n", StringComparison.Ordinal)));

    private static string[] Texts(string directory, string spec = Spec)
    {
        var run = GeneratorRun.Of([new InMemoryText(directory + "specs/x.bert.yaml", spec), Repository.MiniLmManifest], new TestOptions(projectDirectory: directory));

        Assert.Equal(13, run.Sources.Count());
        return [.. run.Sources.Select(source => source.SourceText.ToString())];
    }
}
