using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tokenization;

namespace CodegenBert.Training;

/// <summary>A data set as ids: tokenized once, before the first step.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Targets">Each input's label, labels or score.</param>
/// <param name="Origins">Where each input comes from, for messages.</param>
internal sealed record EncodedRows(EncodedTexts Inputs, IReadOnlyList<RowTarget> Targets, IReadOnlyList<RowOrigin> Origins)
{
    /// <summary>How much each row weighs in the loss; null where all weigh 1.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Tokens of each row.</summary>
    public IReadOnlyList<int> Lengths => Inputs.Lengths;

    /// <summary>How many rows were longer than allowed and were cut.</summary>
    public int TruncatedRows { get; } = Inputs.Truncated.Count(truncated => truncated);

    /// <summary>Some of the rows, in the order given.</summary>
    /// <param name="rows">Their indices.</param>
    public EncodedRows Part(IReadOnlyList<int> rows) => new(
        new EncodedTexts([.. rows.Select(row => WindowsOf(Inputs, row))]),
        [.. rows.Select(row => Targets[row])],
        [.. rows.Select(row => Origins[row])])
    {
        Weights = Weights is null ? null : [.. rows.Select(row => Weights[row])],
    };

    /// <summary>What a message calls a row: file and line, or its number.</summary>
    public string NameOf(int row) => Origins[row].OrRow(row + 1).ToString();

    private static IReadOnlyList<EncodedInput> WindowsOf(EncodedTexts texts, int row)
    {
        (int first, int count) = texts.WindowsOf(row);
        return [.. Enumerable.Range(first, count).Select(window => texts.Windows[window])];
    }
}
