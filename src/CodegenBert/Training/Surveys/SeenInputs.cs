using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tokenization;

namespace CodegenBert.Training.Surveys;

/// <summary>
/// The inputs that were met, with what was said of each. An input is known by 128 bits of a SHA-256 of its ids and segments, so that neither texts nor ids need
/// stay in memory: of five million rows two are taken for one with a probability of 10^-25.
/// </summary>
internal sealed class SeenInputs
{
    private readonly Dictionary<UInt128, RowTarget> _first = [];
    private readonly Dictionary<UInt128, List<RowTarget>> _others = [];

    /// <summary>Takes note of rows.</summary>
    /// <returns>Those that were met before, among the rows themselves or earlier ones.</returns>
    public Repetition Add(EncodedRows rows)
    {
        int repeated = 0, conflicting = 0;
        for (int row = 0; row < rows.Inputs.Count; row++)
        {
            UInt128 key = KeyOf(rows.Inputs, row);
            if (_first.TryAdd(key, rows.Targets[row]))
            {
                continue;
            }

            repeated++;
            if (!Says(key, rows.Targets[row]))
            {
                conflicting++;
                (CollectionsMarshal.GetValueRefOrAddDefault(_others, key, out _) ??= []).Add(rows.Targets[row]);
            }
        }

        return new(repeated, conflicting);
    }

    /// <summary>The rows of another set whose input was met, without taking note of them.</summary>
    public Repetition Meet(EncodedRows rows)
    {
        int met = 0, conflicting = 0;
        for (int row = 0; row < rows.Inputs.Count; row++)
        {
            UInt128 key = KeyOf(rows.Inputs, row);
            bool isMet = _first.ContainsKey(key);
            met += isMet ? 1 : 0;
            conflicting += isMet && !Says(key, rows.Targets[row]) ? 1 : 0;
        }

        return new(met, conflicting);
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

    private bool Says(UInt128 key, RowTarget target) => _first[key] == target || (_others.TryGetValue(key, out List<RowTarget>? others) && others.Contains(target));
}
