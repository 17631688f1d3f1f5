using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>A blob that is being downloaded: <c>blobs/ETAG.incomplete</c>, and the hash of what it has. It outlives the process, to be continued.</summary>
internal sealed class PartialBlob : IDisposable
{
    private readonly string _blob;
    private readonly HubMetadata _metadata;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash;

    /// <summary>Opens what there is of a blob and reads it for its hash.</summary>
    /// <param name="blob">The blob's path.</param>
    /// <param name="metadata">What it will be.</param>
    public PartialBlob(string blob, HubMetadata metadata)
    {
        (_blob, _metadata) = (blob, metadata);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        _file = new FileStream(PathOf(blob), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        _hash = IncrementalHash.CreateHash(HubName.IsSha256(metadata.ETag) ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        Begin();
        if (_file.Length > metadata.Size)
        {
            Restart();
        }

        ReadWhatIsThere();
    }

    /// <summary>Bytes that are there.</summary>
    public long Length { get; private set; }

    /// <summary>The path of an incomplete blob, as huggingface_hub calls it.</summary>
    public static string PathOf(string blob) => blob + ".incomplete";

    /// <summary>Begins at the first byte.</summary>
    public void Restart()
    {
        _file.SetLength(0);
        Length = 0;
        _hash.GetHashAndReset();
        Begin();
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _file.Write(bytes);
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Makes the whole file the blob, if it is what the hub says; otherwise nothing is left of it.</summary>
    /// <returns>Whether it is.</returns>
    public bool Complete()
    {
        bool isRight = Length == _metadata.Size && Convert.ToHexStringLower(_hash.GetHashAndReset()) == _metadata.ETag;
        _file.Flush(flushToDisk: isRight);
        _file.Dispose();
        if (isRight)
        {
            File.Move(PathOf(_blob), _blob, overwrite: true);
        }
        else
        {
            File.Delete(PathOf(_blob));
        }

        return isRight;
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private void ReadWhatIsThere()
    {
        byte[] buffer = new byte[128 << 10];
        for (long all = _file.Length; Length < all;)
        {
            int count = (int)Math.Min(buffer.Length, all - Length);
            _file.ReadExactly(buffer, 0, count);
            _hash.AppendData(buffer, 0, count);
            Length += count;
        }
    }

    /// <summary>Git hashes a file's length before its content.</summary>
    private void Begin()
    {
        if (!HubName.IsSha256(_metadata.ETag))
        {
            _hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {_metadata.Size}\0")));
        }
    }
}
