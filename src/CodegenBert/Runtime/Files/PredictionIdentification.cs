using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CodegenBert.Training.Resuming;
using static TorchSharp.torch;

namespace CodegenBert.Runtime.Files;

/// <summary>Gathers what a file's predictions depend on, to the last bit: the rows, the model, how it decides and what it computes with.</summary>
internal static class PredictionIdentification
{
    /// <summary>The identity of predictions. The whole file is hashed: that takes less than a thousandth of classifying it, and unlike its date a hash knows a copy, and an edit that keeps the length.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="file">The inputs, at their start; one that can be read twice is put back there, and any other is like none before.</param>
    /// <param name="options">How they are classified.</param>
    public static RunIdentity Of(ClassifierRuntime classifier, FileStream file, FilePredictionOptions options) => RunIdentity.Of(
    [
        .. classifier.Identity,
        ("abstain_below", options.AbstainBelow ?? classifier.Rule.AbstainBelow),
        ("rows", file.CanSeek ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes, {Hash(file)}") : $"read once, {Guid.NewGuid():N}"),
        ("rows.format", options.Format),
        ("threads", get_num_threads()),
        ("processor", RuntimeInformation.ProcessArchitecture),
        ("version", typeof(PredictionIdentification).Assembly.GetName().Version + ", libtorch " + typeof(TorchSharp.torch).Assembly.GetName().Version),
    ]);

    private static string Hash(FileStream file)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        file.Position = 0;
        return hash;
    }
}
