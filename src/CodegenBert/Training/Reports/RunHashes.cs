using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CodegenBert.Checkpoints.Formats;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using TorchSharp;

namespace CodegenBert.Training.Reports;

/// <summary>What a run read, as SHA-256 in lower-case hexadecimal: two runs with the same ones read the same.</summary>
internal static class RunHashes
{
    /// <summary>Of the rows in their order: the number of ids, the ids (int32) and segments (bytes) of each of a row's windows, then its label's or labels' indices (int32) or its score (float32), and where any row weighs other than 1, its weight (float32). All little-endian.</summary>
    /// <param name="rows">The rows.</param>
    public static string OfRows(EncodedRows rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < rows.Inputs.Count; row++)
        {
            (int first, int count) = rows.Inputs.WindowsOf(row);
            for (int window = first; window < first + count; window++)
            {
                EncodedInput input = rows.Inputs.Windows[window];
                Append(hash, input.Length);
                hash.AppendData(MemoryMarshal.AsBytes(input.InputIds.Span));
                hash.AppendData(input.TokenTypeIds.Span);
            }

            Append(hash, rows.Targets[row]);
            if (rows.Weights is { } weights)
            {
                Append(hash, BitConverter.SingleToInt32Bits(weights[row]));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of a folder's file of weights, as <c>sha256sum</c> prints it and a spec's <c>sha256</c> pins it; of several files one after the other in the order of their names. Null where they cannot be read any more.</summary>
    /// <param name="folder">The encoder's or the model's folder.</param>
    public static string? OfWeights(string folder)
    {
        try
        {
            string? found = WeightFiles.Find(name => File.Exists(Path.Combine(folder, name)));
            IEnumerable<string> files = found is null ? []
                : ShardIndex.IsIndex(found) ? ShardIndex.Read(Path.Combine(folder, found)).Shards.Order(StringComparer.Ordinal)
                : [found];
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[1 << 20];
            foreach (string file in files)
            {
                using FileStream stream = File.OpenRead(Path.Combine(folder, file));
                for (int read; (read = stream.Read(buffer)) > 0;)
                {
                    hash.AppendData(buffer, 0, read);
                }
            }

            return found is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Of parameters as they are in memory: names, shapes and values, by name.</summary>
    /// <param name="parameters">The parameters.</param>
    public static string OfParameters(IEnumerable<ModelParameter> parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ModelParameter parameter in parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter.Name}[{string.Join(',', parameter.Value.shape)}]"));
            hash.AppendData(parameter.Value.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, RowTarget target)
    {
        switch (target.Kind)
        {
            case OutputKind.MultiLabel:
                Append(hash, target.LabelIndices.Count);
                foreach (int label in target.LabelIndices)
                {
                    Append(hash, label);
                }

                break;
            case OutputKind.Regression:
                Append(hash, BitConverter.SingleToInt32Bits(target.ScoreValue));
                break;
            default:
                Append(hash, target.LabelIndex);
                break;
        }
    }

    private static void Append(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
