using System.Globalization;
using System.Text;
using CodegenBert.Data;
using CodegenBert.Evaluation;
using CodegenBert.Tasks;

namespace CodegenBert.Runtime.Files;

/// <summary>
/// Predictions as TSV that can be read as data again: the inputs under their names, and for one label <c>label</c>, <c>probability</c>, and <c>undecided</c> where predictions may
/// be so; for several <c>labels</c> and <c>probabilities</c>, the latter of all labels in the spec's order, both with <c>|</c> between; else the score under its name, within its range.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="rule">From which probability labels are predicted, and whether predictions may be undecided.</param>
internal sealed class PredictionTable(TaskDefinition task, DecisionRule rule)
{
    private readonly bool _saysUndecided = rule.AbstainBelow is not null;

    /// <summary>The first line.</summary>
    public string Header => string.Join('\t', (string[])(task.Input.Second is { } second ? [task.Input.First, second, .. Columns] : [task.Input.First, .. Columns])) + '\n';

    private string[] Columns => task.Output.Kind switch
    {
        OutputKind.MultiLabel => ["labels", "probabilities"],
        OutputKind.Regression => [task.Output.Score!.Name],
        _ => _saysUndecided ? ["label", "probability", "undecided"] : ["label", "probability"],
    };

    /// <summary>Lines of inputs with what was predicted.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="predictions">Their predictions.</param>
    public string Lines(IEnumerable<InputTexts> inputs, IEnumerable<RawPrediction> predictions)
    {
        var lines = new StringBuilder();
        foreach ((InputTexts input, RawPrediction prediction) in inputs.Zip(predictions))
        {
            AppendCell(lines, input.First).Append('\t');
            if (input.Second is { } second)
            {
                AppendCell(lines, second).Append('\t');
            }

            lines.Append(Predicted(prediction)).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>TSV has no quoting: a tab or a line's end that another format had in a text becomes a space, which the tokenizer reads alike.</summary>
    private static StringBuilder AppendCell(StringBuilder lines, string text)
    {
        int start = lines.Length;
        return lines.Append(text).Replace('\t', ' ', start, text.Length).Replace('\n', ' ', start, text.Length).Replace('\r', ' ', start, text.Length);
    }

    private string Predicted(RawPrediction prediction) => task.Output.Kind switch
    {
        OutputKind.MultiLabel => string.Join('|', task.Labels.Where((_, i) => prediction.Values[i] >= rule.Thresholds[i]).Select(label => label.Text)) + '\t' + string.Join('|', prediction.Values.Select(Text)),
        OutputKind.Regression => Text(Math.Clamp(prediction.Values[0], (float)task.Output.Score!.Minimum, (float)task.Output.Score.Maximum)),
        _ => $"{task.Labels[prediction.Label].Text}\t{Text(prediction.Values[prediction.Label])}{(_saysUndecided ? prediction.IsUndecided ? "\ttrue" : "\tfalse" : "")}",
    };

    private static string Text(float value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
