using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tokenization;
using CodegenBert.Training;

namespace CodegenBert.Runtime;

/// <summary>
/// Makes ids of a data set, going through it once: the rows' texts are let go of part by part. The rows of a part are tokenized on all cores; a text's ids depend on it
/// alone, so the result is the same whatever their number.
/// </summary>
internal sealed class RowEncoding
{
    private const int RowsPerPart = 4096;

    private readonly InputEncoder _encoder;
    private readonly TaskDefinition _task;
    private readonly BlockList<RowTarget> _targets = new();
    private readonly RowOrigins _origins = new();
    private BlockList<float>? _weights; // none while all rows weigh 1

    private RowEncoding(InputEncoder encoder, TaskDefinition task) => (_encoder, _task) = (encoder, task);

    /// <summary>A data set as ids.</summary>
    /// <param name="encoder">The tokenizer with the task's settings.</param>
    /// <param name="task">The task.</param>
    /// <param name="rows">The rows; enumerated once.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    /// <exception cref="DataFileException">A row is too long, and the task's way of cutting cannot shorten it.</exception>
    public static EncodedRows Of(InputEncoder encoder, TaskDefinition task, IEnumerable<LabeledTexts> rows, CancellationToken cancellationToken)
    {
        RowEncoding encoding = new(encoder, task);
        EncodedTexts texts = new(encoding.Encode(rows, cancellationToken));
        return new(texts, encoding._targets, encoding._origins) { Weights = encoding._weights };
    }

    private IEnumerable<IReadOnlyList<EncodedInput>> Encode(IEnumerable<LabeledTexts> rows, CancellationToken cancellationToken)
    {
        foreach (LabeledTexts[] part in rows.Chunk(RowsPerPart))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (IReadOnlyList<EncodedInput> windows in EncodePart(part))
            {
                yield return windows;
            }

            foreach (LabeledTexts row in part)
            {
                AddWeight(row.Weight);
                _targets.Add(row.Target);
                _origins.Add(row.Origin);
            }
        }
    }

    /// <summary>Called before the row's target is added.</summary>
    private void AddWeight(float weight)
    {
        if (_weights is null && weight != 1)
        {
            _weights = new();
            for (int row = 0; row < _targets.Count; row++)
            {
                _weights.Add(1);
            }
        }

        _weights?.Add(weight);
    }

    private IReadOnlyList<EncodedInput>[] EncodePart(LabeledTexts[] part)
    {
        var windows = new IReadOnlyList<EncodedInput>[part.Length];
        var faults = new TruncationException?[part.Length];
        Parallel.For(0, part.Length, i =>
        {
            try
            {
                windows[i] = TaskInputs.EncodeWindows(_encoder, _task, part[i].Input);
            }
            catch (TruncationException e)
            {
                faults[i] = e;
            }
        });

        int fault = Array.FindIndex(faults, e => e is not null);
        return fault < 0 ? windows : throw new DataFileException($"{part[fault].Origin.OrRow(_targets.Count + fault + 1)}: {faults[fault]!.Message}", faults[fault]!);
    }
}
