using System.Buffers;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>The bytes of an answer, within bounds.</summary>
internal static class HubBody
{
    private const int ChunkBytes = 128 << 10;

    /// <summary>Hands on the bytes as they come.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="request">For messages.</param>
    /// <param name="most">How many bytes there may be.</param>
    /// <param name="timer">Is restarted whenever some come.</param>
    /// <param name="write">Takes them.</param>
    /// <exception cref="CheckpointException">There are more.</exception>
    /// <exception cref="TransientHubException">The connection was cut.</exception>
    public static async Task Read(HttpResponseMessage response, HubRequest request, long most, StallTimer timer, Action<ReadOnlyMemory<byte>> write)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            for (int count; (count = await ReadSome(body, buffer, request, timer).ConfigureAwait(false)) > 0; most -= count)
            {
                if (count > most)
                {
                    throw new CheckpointException($"{request.Place}: the server sends more than it has announced, or more than such a file has. Check HF_ENDPOINT and the proxy.");
                }

                write(buffer.AsMemory(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> ReadSome(Stream body, byte[] buffer, HubRequest request, StallTimer timer)
    {
        try
        {
            int count = await body.ReadAsync(buffer, timer.Token).ConfigureAwait(false);
            timer.Restart();
            return count;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientHubException($"{request.Place}: the connection was cut: {e.Message}", innerException: e);
        }
    }
}
