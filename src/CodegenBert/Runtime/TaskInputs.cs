using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Families;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;

namespace CodegenBert.Runtime;

/// <summary>A task's texts as ids.</summary>
internal static class TaskInputs
{
    /// <summary>The tokenizer of a folder with the task's settings.</summary>
    public static InputEncoder Encoder(TaskDefinition task, string folder) =>
        new(BertWordPieceTokenizer.Load(folder, task.Tokenizer), task.Tokenizer.MaxLength, task.Tokenizer.Truncation, task.Tokenizer.HeadShare);

    /// <summary>The tokenizer of a folder whose model has been configured: each of its ids has a row among the model's word embeddings.</summary>
    /// <exception cref="CheckpointException">The vocabulary is another model's.</exception>
    public static InputEncoder Encoder(TaskDefinition task, string folder, EncoderConfiguration configuration)
    {
        InputEncoder encoder = Encoder(task, folder);
        return encoder.Tokenizer.VocabularySize <= configuration.VocabularySize
            ? encoder
            : throw new CheckpointException(
                $"{folder}: the tokenizer has {encoder.Tokenizer.VocabularySize} tokens, but config.json says vocab_size {configuration.VocabularySize}: they are of different models. Fetch both again.");
    }

    /// <summary>One input as ids, cut to the task's length.</summary>
    /// <exception cref="ArgumentException">A pair where the task has one text, or the other way round.</exception>
    public static EncodedInput Encode(InputEncoder encoder, TaskDefinition task, InputTexts input)
    {
        CheckKind(task, input);
        return encoder.Encode(input.First, input.Second);
    }

    /// <summary>One input as the model reads it: whole, cut, or by windows.</summary>
    /// <exception cref="ArgumentException">A pair where the task has one text, or the other way round.</exception>
    public static IReadOnlyList<EncodedInput> EncodeWindows(InputEncoder encoder, TaskDefinition task, InputTexts input)
    {
        if (task.Tokenizer.Window is not { } window)
        {
            return [Encode(encoder, task, input)];
        }

        CheckKind(task, input);
        return encoder.EncodeWindows(input.First, input.Second, window.Stride);
    }

    /// <summary>A data set as ids.</summary>
    /// <exception cref="DataFileException">A row is too long, and the task's way of cutting cannot shorten it.</exception>
    public static EncodedRows Encode(InputEncoder encoder, TaskDefinition task, IReadOnlyList<LabeledTexts> rows, CancellationToken cancellationToken) =>
        RowEncoding.Of(encoder, task, rows, cancellationToken);

    private static void CheckKind(TaskDefinition task, InputTexts input)
    {
        if ((input.Second is null) != (task.Input.Kind == InputKind.Single))
        {
            throw new ArgumentException($"The task {task.Name} has {(task.Input.Kind == InputKind.Single ? "one text" : "a pair of texts")} as its input.", nameof(input));
        }
    }
}
