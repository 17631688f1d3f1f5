using CodegenBert.Generators.Tests.Running;
using CodegenBert.Tasks;

namespace CodegenBert.Generators.Tests;

/// <summary>The generated code of a regression, compiled, loaded and called.</summary>
public class RegressionBehaviourTests
{
    private const string Spec = """
        task: Likeness
        input: { first: one, second: "null" }
        output: { regression: { name: the value, min: -1.5, max: 5 } }
        encoder: { checkpoint: minilm-l6, dtype: auto }
        tokenizer: { truncation: only_second, lowercase: true, special_tokens_in_text: as_text }
        data: { train: data/train.tsv }
        """;

    private const string Program = """
        #nullable enable
        using System;
        using System.IO;
        using System.Linq;
        using System.Text;
        using Contoso;
        using CodegenBert.Runtime;

        public static class Program
        {
            public static object Task() => LikenessDefinition.Task;

            public static object Range() => $"{LikenessDefinition.MinTheValue} {LikenessDefinition.MaxTheValue}";

            public static object Inside() => Of(2.25f) is { TheValue: > 2, Truncated: false } p ? $"{p} {p.RawTheValue}" : "";

            public static object Above() => $"{Of(7).TheValue} {Of(7).RawTheValue}";

            public static object Below() => $"{Of(-2).TheValue} {Of(-2).RawTheValue}";

            public static object Rows() => string.Join("; ", Data("one\tnull\tthe value\na\tb\t-1.5\nc\td\t3e0\n").Select(row => row.TheValue));

            public static object FromCode() => LikenessDataset.From([new LikenessExample("a", "b", theValue: 0.5f)])[0].TheValue;

            public static object Outside() => Data("one\tnull\tthe value\na\tb\t5.5\n");

            public static object OutsideInCode() => LikenessDataset.From([new LikenessExample("a", "b", 6)]);

            public static object Train() => LikenessDataset.ReadTrain();

            public static object TrainBeside() => LikenessDataset.ReadTrain("/nowhere");

            private static LikenessDataset Data(string text) => LikenessDataset.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "rows.tsv");

            private static LikenessPrediction Of(float raw) => new(new RawPrediction(new[] { raw }, false));
        }
        """;

    private static readonly GeneratorRun s_run = GeneratorRun.OfSpec(Spec);
    private static readonly LoadedCode s_code = LoadedCode.Of(s_run, Program);

    [Theory]
    [InlineData("Range", "-1.5 5")]
    [InlineData("Inside", "2.25 2.25")]
    [InlineData("Above", "5 7")]
    [InlineData("Below", "-1.5 -2")]
    [InlineData("Rows", "-1.5; 3")]
    [InlineData("FromCode", "0.5")]
    public void Gives(string method, string expected) => Assert.Equal(expected, s_code.Call(method).ToString());

    [Theory]
    [InlineData("Outside", "rows.tsv", "5.5", "-1.5")]
    [InlineData("OutsideInCode", "example 1", "6", "-1.5")]
    public void AScoreOutsideOfTheRangeIsRefused(string method, params string[] parts)
    {
        Exception exception = Assert.Throws<Data.DataFileException>(() => s_code.Call(method));

        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Train", null)]
    [InlineData("TrainBeside", "/nowhere")]
    public void TheSpecsFileIsReadFromItsFolder(string method, string? folder)
    {
        Exception exception = Assert.Throws<Data.DataFileException>(() => s_code.Call(method));

        Assert.Contains(Path.Combine(folder ?? AppContext.BaseDirectory, "data/train.tsv"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTaskIsWhatTheSpecSays()
    {
        var task = (TaskDefinition)s_code.Call("Task");

        Assert.Equal((OutputKind.Regression, new ScoreDefinition("the value", -1.5f, 5)), (task.Output.Kind, task.Output.Score));
        Assert.Empty(task.Labels);
        Assert.Null(task.Columns);
        Assert.Equal((TruncationStrategy.OnlySecond, true, SpecialTokensInText.AsText), (task.Tokenizer.Truncation, task.Tokenizer.Lowercase, task.Tokenizer.SpecialTokensInText));
    }

    [Fact]
    public void HasNoTypesOfLabels() => Assert.DoesNotContain(s_run.Sources, source => source.HintName.Contains("Label", StringComparison.Ordinal) || source.HintName.Contains("Probabilities", StringComparison.Ordinal));
}
