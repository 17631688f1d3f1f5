using System.Security.Cryptography;
using System.Text;

namespace CodegenBert.Data.Splits;

/// <summary>
/// Which rows belong together: those of one group, and those of equal texts, whatever lies between (rows of two groups that share a text are one unit). Texts are equal if they are
/// after white space at their ends is left out and case is folded (Unicode's simple upper case, whatever the machine's culture); both of a pair must be.
/// </summary>
internal sealed class RowUnits
{
    private readonly List<int> _parents = [];
    private readonly Dictionary<UInt128, int> _firstOf = [];
    private int[]? _units;

    /// <summary>How many units there are.</summary>
    public int Count => Units.Max() + 1;

    private int[] Units => _units ??= Number();

    /// <summary>Adds the next row.</summary>
    /// <param name="row">The row.</param>
    public void Add(LabeledTexts row)
    {
        int index = _parents.Count;
        _parents.Add(index);
        Join(index, KeyOf('t', Folded(row.Input.First), Folded(row.Input.Second)));
        if (row.Group is { } group)
        {
            Join(index, KeyOf('g', group, null));
        }
    }

    /// <summary>A row's unit, from 0; units are numbered by their first rows.</summary>
    /// <param name="row">The row.</param>
    public int UnitOf(int row) => Units[row];

    /// <summary>The rows of each unit.</summary>
    public int[][] Members()
    {
        var members = new List<int>[Count];
        for (int row = 0; row < Units.Length; row++)
        {
            (members[Units[row]] ??= []).Add(row);
        }

        return [.. members.Select(rows => rows.ToArray())];
    }

    private static string? Folded(string? text) => text?.Trim().ToUpperInvariant();

    /// <summary>A hash in place of the texts, which need not be held: two of 2^64 texts might share one.</summary>
    private static UInt128 KeyOf(char kind, string? first, string? second)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{kind}{first?.Length}\n{first}{(second is null ? "" : "\n")}{second}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Join(int row, UInt128 key)
    {
        if (!_firstOf.TryAdd(key, row))
        {
            int one = Root(row), other = Root(_firstOf[key]);
            _parents[Math.Max(one, other)] = Math.Min(one, other);
        }
    }

    private int Root(int row)
    {
        while (_parents[row] != row)
        {
            row = _parents[row] = _parents[_parents[row]];
        }

        return row;
    }

    private int[] Number()
    {
        int[] units = new int[_parents.Count];
        int count = 0;
        for (int row = 0; row < units.Length; row++)
        {
            int root = Root(row);
            units[row] = root == row ? count++ : units[root];
        }

        return units;
    }
}
