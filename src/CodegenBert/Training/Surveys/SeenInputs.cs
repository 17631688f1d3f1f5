using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tokenization;

namespace CodegenBert.Training.Surveys;

/// <summary>
/// The inputs of a set, with what is said of each. An input is known by 128 bits of a SHA-256 of its ids and segments, so that no text is needed: of five million
/// rows two are taken for one with a probability of 10^-25.
/// </summary>
internal sealed class SeenInputs
{
    private readonly EncodedRows _rows;
    private readonly Dictionary<UInt128, int> _firstRow;
    private readonly Dictionary<UInt128, List<RowTarget>> _otherTargets = [];

    /// <summary>Takes note of the inputs.</summary>
    /// <param name="rows">The set.</param>
    public SeenInputs(EncodedRows rows)
    {
        (_rows, _firstRow) = (rows, new(rows.Inputs.Count));
        int repeated = 0, conflicting = 0;
        for (int row = 0; row < rows.Inputs.Count; row++)
        {
            UInt128 key = KeyOf(rows.Inputs, row);
            if (_firstRow.TryAdd(key, row))
            {
                continue;
            }

            repeated++;
            if (!Says(key, rows.Targets[row]))
            {
                conflicting++;
                (CollectionsMarshal.GetValueRefOrAddDefault(_otherTargets, key, out _) ??= []).Add(rows.Targets[row]);
            }
        }

        Repeated = new(repeated, conflicting);
    }

    /// <summary>The rows whose input an earlier row has.</summary>
    public Repetition Repeated { get; }

    /// <summary>The rows of another set whose input is among these.</summary>
    /// <param name="others">The other set.</param>
    public Repetition Shared(EncodedRows others)
    {
        int shared = 0, conflicting = 0;
        for (int row = 0; row < others.Inputs.Count; row++)
        {
            UInt128 key = KeyOf(others.Inputs, row);
            bool isShared = _firstRow.ContainsKey(key);
            shared += isShared ? 1 : 0;
            conflicting += isShared && !Says(key, others.Targets[row]) ? 1 : 0;
        }

        return new(shared, conflicting);
    }

    private static UInt128 KeyOf(EncodedTexts texts, int row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        (int first, int count) = texts.WindowsOf(row);
        for (int window = first; window < first + count; window++)
        {
            EncodedInput input = texts.Windows[window];
            hash.AppendData(MemoryMarshal.AsBytes(input.InputIds.Span));
            hash.AppendData(input.TokenTypeIds.Span);
        }

        return MemoryMarshal.Read<UInt128>(hash.GetHashAndReset());
    }

    private bool Says(UInt128 key, RowTarget target) =>
        _rows.Targets[_firstRow[key]] == target || (_otherTargets.TryGetValue(key, out List<RowTarget>? others) && others.Contains(target));
}
