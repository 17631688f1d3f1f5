using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>SHA-256 of what a run reads: rows and weights, by content alone.</summary>
internal static class ContentHash
{
    /// <summary>Of rows as the model reads them: ids, segment ids, targets and weights, in their order. Texts that give the same ids are the same.</summary>
    /// <param name="rows">The rows; null gives an empty text.</param>
    public static string Of(EncodedRows? rows)
    {
        if (rows is null)
        {
            return "";
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < rows.Inputs.Count; row++)
        {
            (int first, int count) = rows.Inputs.WindowsOf(row);
            Append(hash, string.Create(CultureInfo.InvariantCulture, $"{count};{rows.Targets[row]};{rows.Weights?[row] ?? 1:R}"));
            for (int window = first; window < first + count; window++)
            {
                hash.AppendData(BitConverter.GetBytes(rows.Inputs.Windows[window].Length));
                hash.AppendData(MemoryMarshal.AsBytes(rows.Inputs.Windows[window].InputIds.Span));
                hash.AppendData(rows.Inputs.Windows[window].TokenTypeIds.Span);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of parameters: names, shapes and values.</summary>
    /// <param name="parameters">The parameters.</param>
    public static string Of(IEnumerable<ModelParameter> parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ModelParameter parameter in parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            using DisposeScope scope = NewDisposeScope();
            Append(hash, $"{parameter.Name}[{string.Join(',', parameter.Value.shape)}]");
            hash.AppendData(parameter.Value.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
