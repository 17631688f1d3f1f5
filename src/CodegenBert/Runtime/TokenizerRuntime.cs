using System.ComponentModel;
using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Sources;
using CodegenBert.Data;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;

namespace CodegenBert.Runtime;

/// <summary>The tokenizer behind generated tokenizers. Safe for use by several threads at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TokenizerRuntime
{
    private readonly TaskDefinition _task;
    private readonly InputEncoder _encoder;

    private TokenizerRuntime(TaskDefinition task, InputEncoder encoder) => (_task, _encoder) = (task, encoder);

    /// <summary>Loads the tokenizer of the task's encoder; one of the hub is downloaded whole if the cache does not have it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="encoderPath">A folder in place of the spec's encoder; null for the spec's.</param>
    /// <exception cref="TokenizerFileException">The folder has no usable vocabulary.</exception>
    /// <exception cref="CheckpointException">The encoder cannot be downloaded, or is not the one that the spec means.</exception>
    public static TokenizerRuntime Load(TaskDefinition task, string? encoderPath = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new(task, TaskInputs.Encoder(task, encoderPath ?? EncoderFolder.Resolve(task.Encoder)));
    }

    /// <summary>One input as ids.</summary>
    /// <param name="input">The text or texts.</param>
    public TokenizedInput Encode(InputTexts input)
    {
        EncodedInput encoded = TaskInputs.Encode(_encoder, _task, input);
        return new(encoded.InputIds.ToArray(), Widen(encoded), encoded.Truncated);
    }

    /// <summary>Several inputs as ids, padded to the longest.</summary>
    /// <param name="inputs">The inputs.</param>
    public TokenizedBatch EncodeBatch(IEnumerable<InputTexts> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        EncodedInput[] encoded = [.. inputs.Select(input => TaskInputs.Encode(_encoder, _task, input))];
        int width = encoded.Length == 0 ? 0 : encoded.Max(input => input.Length);
        return new(
            [.. encoded.Select(input => Pad(input.InputIds.ToArray(), _encoder.Tokenizer.PaddingTokenId, width))],
            [.. encoded.Select(input => Pad(Widen(input), 0, width))],
            [.. encoded.Select(input => Pad([.. Enumerable.Repeat(1, input.Length)], 0, width))]);
    }

    /// <summary>Text of ids.</summary>
    /// <param name="ids">Vocabulary ids.</param>
    /// <param name="skipSpecialTokens">Leaves out <c>[CLS]</c>, <c>[SEP]</c> and <c>[PAD]</c>.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = true) => _encoder.Tokenizer.Decode(ids, skipSpecialTokens);

    private static int[] Widen(EncodedInput input) => [.. input.TokenTypeIds.ToArray().Select(type => (int)type)];

    private static int[] Pad(int[] row, int value, int width) => [.. row, .. Enumerable.Repeat(value, width - row.Length)];
}
