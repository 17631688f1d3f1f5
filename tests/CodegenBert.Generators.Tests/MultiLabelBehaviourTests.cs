using CodegenBert.Generators.Tests.Running;
using CodegenBert.Tasks;

namespace CodegenBert.Generators.Tests;

/// <summary>The generated code of a task of several labels, compiled, loaded and called.</summary>
public class MultiLabelBehaviourTests
{
    private const string Spec = """
        task: Topic
        output: multi_label
        labels: [{ name: Class, value: "C++", weight: 2.5 }, new, { name: None, value: "null" }, { name: Markup, value: "<b> & 'c'" }]
        encoder: minilm-l6
        training: { class_weights: balanced, layer_decay: 0.5 }
        data: { columns: { text: body, labels: topics } }
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
            public static object Task() => TopicDefinition.Task;

            public static object Options() => new TopicTrainingOptions { LayerDecay = 0.9, ClassWeights = CodegenBert.Tasks.ClassWeighting.None };

            public static object Sets()
            {
                TopicLabelSet set = [TopicLabel.New, TopicLabel.Class, TopicLabel.New];
                return $"{set} {set.Count} {set.Class} {set.None} {set.Contains(TopicLabel.New)} {string.Join(",", set)} [{TopicLabelSet.Empty}]";
            }

            public static object Equal() => TopicLabelSet.Of(TopicLabel.New, TopicLabel.None) == TopicLabelSet.Of(TopicLabel.None, TopicLabel.New)
                && TopicLabelSet.Of(TopicLabel.New) != TopicLabelSet.Empty
                && TopicLabelSet.Of(TopicLabel.New).GetHashCode() == TopicLabelSet.Of(TopicLabel.New).GetHashCode()
                && !TopicLabelSet.Empty.Equals(null)
                && new TopicExample("a", [TopicLabel.New]) == new TopicExample("a", TopicLabelSet.Of(TopicLabel.New));

            public static object Pattern() => Prediction() is { Labels: { Class: true, New: false }, Truncated: true } p ? $"{p} {p.Probabilities.New} {p.Probabilities.Top(1)[0].Label}" : "";

            public static object Reached() => Prediction().LabelsAt(new TopicThresholds { Class = 0.95f, New = 0.4f }).ToString();

            public static object OfAll() => Prediction().LabelsAt(TopicThresholds.All(0.1f)).Count;

            public static object Thresholds()
            {
                var start = new TopicThresholds { New = 0.25f };
                TopicThresholds changed = start with { Class = 0.75f };
                return $"{start.Class} {changed.Class} {changed.New} {changed[TopicLabel.None]} {start == changed} {start == new TopicThresholds { [TopicLabel.New] = 0.25f }}";
            }

            public static object Rows()
            {
                var data = TopicDataset.Read(new MemoryStream(Encoding.UTF8.GetBytes("topics\tid\tbody\nnull|C++\t1\tone\n\t2\ttwo\n")));
                return string.Join("; ", data.Select(row => $"{row.Input.Text}: {row.Labels}"));
            }

            public static object FromCode() => TopicDataset.From([new TopicExample("a", [TopicLabel.None, TopicLabel.Class])])[0].Labels.ToString();

            public static object UnknownLabel() => TopicDataset.Read(new MemoryStream(Encoding.UTF8.GetBytes("topics\tbody\nnew|nwe\tone\n")), "rows.tsv");

            public static object NoSuchLabel() => TopicLabelSet.Of((TopicLabel)4);

            public static object NoProbability() => TopicThresholds.All(1.5f);

            public static object NotANumber() => new TopicThresholds { New = float.NaN };

            public static object NullLabels() => new TopicExample("a", null!);

            public static object NullThresholds() => Prediction().LabelsAt(null!);

            private static TopicPrediction Prediction() => new(new RawPrediction(new[] { 0.9f, 0.4f, 0.5f, 0.1f }, true), new TopicThresholds());
        }
        """;

    private static readonly LoadedCode s_code = LoadedCode.Of(GeneratorRun.OfSpec(Spec), Program);

    [Theory]
    [InlineData("Sets", "C++|new 2 True False True Class,New []")]
    [InlineData("Equal", "True")]
    [InlineData("Pattern", "C++|null 0.4 Class")]
    [InlineData("Reached", "new|null")]
    [InlineData("OfAll", "4")]
    [InlineData("Thresholds", "0.5 0.75 0.25 0.5 False True")]
    [InlineData("Rows", "one: C++|null; two: ")]
    [InlineData("FromCode", "C++|null")]
    public void Gives(string method, string expected) => Assert.Equal(expected, s_code.Call(method).ToString());

    [Theory]
    [InlineData("NoSuchLabel", typeof(ArgumentOutOfRangeException), "Topic has no such label. (Parameter 'label')\nActual value was 4.")]
    [InlineData("NoProbability", typeof(ArgumentOutOfRangeException), "A threshold is a probability, 0 to 1. (Parameter 'values')\nActual value was 1.5.")]
    [InlineData("NotANumber", typeof(ArgumentOutOfRangeException), "A threshold is a probability, 0 to 1. (Parameter 'values')\nActual value was NaN.")]
    [InlineData("NullLabels", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'labels')")]
    [InlineData("NullThresholds", typeof(ArgumentNullException), "Value cannot be null. (Parameter 'thresholds')")]
    public void Refuses(string method, Type type, string message)
    {
        Exception exception = Assert.Throws(type, () => s_code.Call(method));

        Assert.Equal(message, exception.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ARowWithAnUnknownLabelIsRefusedAtItsLine()
    {
        Exception exception = Assert.Throws<Data.DataFileException>(() => s_code.Call("UnknownLabel"));

        Assert.Contains("rows.tsv", exception.Message, StringComparison.Ordinal);
        Assert.Contains("nwe", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTaskIsWhatTheSpecSays()
    {
        var task = (TaskDefinition)s_code.Call("Task");

        Assert.Equal((OutputKind.MultiLabel, null), (task.Output.Kind, task.Output.Score));
        Assert.Equal([("C++", 2.5), ("new", 1), ("null", 1), ("<b> & 'c'", 1)], task.Labels.Select(label => (label.Text, label.Weight)));
        Assert.Equal((ClassWeighting.Balanced, 0.5), (task.Training.ClassWeights, task.Training.LayerDecay));
        Assert.Equal([new("text", "body"), new("labels", "topics")], task.Columns!);
    }

    [Fact]
    public void TheOptionsReachTheCore()
    {
        object options = s_code.Call("Options");

        Assert.Equal((0.9, ClassWeighting.None), (options.GetType().GetProperty("LayerDecay")!.GetValue(options), options.GetType().GetProperty("ClassWeights")!.GetValue(options)));
    }
}
