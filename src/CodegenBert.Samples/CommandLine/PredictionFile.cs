using System.Globalization;
using System.Text;
using CodegenBert.Data;
using CodegenBert.Runtime;
using CodegenBert.Tasks;

namespace CodegenBert.Samples.CommandLine;

/// <summary>
/// Predictions as TSV: the inputs under their names, <c>label</c> and <c>probability</c>, and <c>undecided</c> where predictions may be so. So the file can be read as data again.
/// </summary>
internal static class PredictionFile
{
    /// <summary>Classifies inputs and writes them with what was predicted, as they come.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="task">The task.</param>
    /// <param name="rows">The inputs.</param>
    /// <param name="predict">Gives the predictions in the order of the inputs.</param>
    /// <param name="saysUndecided">Whether there is the column <c>undecided</c>: <c>true</c> or <c>false</c>; <c>label</c> is the most probable one in any case.</param>
    /// <returns>How many there were.</returns>
    public static int Write(
        Stream stream, TaskDefinition task, IEnumerable<InputRow> rows, Func<IEnumerable<InputTexts>, IEnumerable<RawPrediction>> predict, bool saysUndecided = false)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join('\t', Columns(task, saysUndecided)));
        int count = 0;

        // The classifier reads ahead by a chunk; what it has read waits here for its prediction.
        Queue<InputTexts> waiting = new();
        IEnumerable<InputTexts> inputs = rows.Select(row =>
        {
            waiting.Enqueue(row.Input);
            return row.Input;
        });
        foreach (RawPrediction prediction in predict(inputs))
        {
            (string first, string? second) = waiting.Dequeue();
            string texts = second is null ? first : $"{first}\t{second}";
            string undecided = saysUndecided ? prediction.IsUndecided ? "\ttrue" : "\tfalse" : "";
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{texts}\t{task.Labels[prediction.Label].Text}\t{prediction.Values[prediction.Label]:F6}{undecided}"));
            count++;
        }

        return count;
    }

    private static string[] Columns(TaskDefinition task, bool saysUndecided)
    {
        string[] predicted = saysUndecided ? ["label", "probability", "undecided"] : ["label", "probability"];
        return task.Input.Second is { } second ? [task.Input.First, second, .. predicted] : [task.Input.First, .. predicted];
    }
}
