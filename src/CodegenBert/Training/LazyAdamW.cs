using System.Numerics;
using System.Runtime.InteropServices;
using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>
/// AdamW, as in <see cref="FusedAdamW"/>, for a table of which each step reads a few rows. A row without a gradient changes all the same (its averages decay, and it moves by them and by
/// weight decay), but that can wait until it is read: then the steps that it missed are made up for one after the other, each with its own rate, to the same bits. A
/// row that no step has read yet only decays.
/// </summary>
internal sealed unsafe class LazyAdamW : IDisposable
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;
    private readonly Tensor _averages, _squares, _steps;
    private readonly float* _values, _firstMoments, _secondMoments;
    private readonly int[] _done;
    private readonly bool[] _moved;
    private readonly int _width;
    private readonly List<StepNumbers> _history = [];
    private readonly Lock _making = new();
    private readonly int _before;

    /// <summary>Starts with zero averages, or with those of an earlier run or phase.</summary>
    /// <param name="table">(V, e), on the processor.</param>
    /// <param name="earlier">Both averages and the count of steps, each null for zeros.</param>
    public LazyAdamW(Tensor table, (Tensor? Averages, Tensor? Squares, Tensor? Steps) earlier)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable evaluation = no_grad();
        (_averages, _squares, _steps) = (Detached(zeros_like(table)), Detached(zeros_like(table)), Detached(zeros(Array.Empty<long>())));
        _width = (int)table.size(1);
        (_done, _moved) = (new int[table.size(0)], new bool[table.size(0)]);
        foreach ((Tensor own, Tensor? values) in (ReadOnlySpan<(Tensor, Tensor?)>)[(_averages, earlier.Averages), (_squares, earlier.Squares), (_steps, earlier.Steps)])
        {
            _ = values is null ? own : own.copy_(values.reshape(own.shape));
        }

        _values = Values(table);
        _firstMoments = Values(_averages);
        _secondMoments = Values(_squares);
        _before = (int)_steps.item<float>();
        Array.Fill(_moved, earlier.Squares is not null);

        static Tensor Detached(Tensor tensor) => tensor.DetachFromDisposeScope();
    }

    /// <summary>Both averages and the count of steps, of all rows up to now.</summary>
    public (Tensor Averages, Tensor Squares, Tensor Steps) State
    {
        get
        {
            CatchUp();
            using IDisposable evaluation = no_grad();
            using Tensor count = tensor((float)(_before + _history.Count));
            _steps.copy_(count);
            return (_averages, _squares, _steps);
        }
    }

    /// <summary>Makes up for the steps that rows have missed. Threads may call it at once, each before it reads its rows.</summary>
    /// <param name="ids">The rows, each any number of times.</param>
    public void CatchUp(ReadOnlySpan<long> ids)
    {
        lock (_making)
        {
            foreach (long id in ids)
            {
                MakeUp((int)id);
            }
        }
    }

    /// <summary>Makes up for the steps that any row has missed: the table is as if all had been made in time.</summary>
    public void CatchUp()
    {
        const int rowsPerPart = 512;
        ComputeWorkers.Run((_done.Length + rowsPerPart - 1) / rowsPerPart, part =>
        {
            for (int row = part * rowsPerPart; row < Math.Min(_done.Length, (part + 1) * rowsPerPart); row++)
            {
                MakeUp(row);
            }
        });
    }

    /// <summary>One step: of all rows, but only those with a gradient are written now.</summary>
    /// <param name="gradient">Its rows were caught up with before they were read.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">Decoupled weight decay.</param>
    /// <param name="divisor">The gradient is divided by it.</param>
    public void Step(RowGradient gradient, double rate, double decay, double divisor)
    {
        _history.Add(StepNumbers.Of(_before + _history.Count + 1, rate, decay));
        float* values = Values(gradient.Values);
        for (int i = 0; i < gradient.Ids.Length; i++)
        {
            int row = (int)gradient.Ids[i];
            _moved[row] = true;
            Update(row, values + ((long)i * _width), (float)divisor, CollectionsMarshal.AsSpan(_history)[^1..]);
            _done[row] = _history.Count;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _averages.Dispose();
        _squares.Dispose();
        _steps.Dispose();
    }

    /// <summary>Where a tensor's values lie: in place as long as it lives.</summary>
    private static float* Values(Tensor tensor)
    {
        fixed (byte* values = tensor.bytes)
        {
            return (float*)values;
        }
    }

    private void MakeUp(int row)
    {
        ReadOnlySpan<StepNumbers> missed = CollectionsMarshal.AsSpan(_history)[_done[row]..];
        if (missed.Length > 0)
        {
            Update(row, null, 1, missed);
            _done[row] = _history.Count;
        }
    }

    /// <summary>Steps of one row, without a gradient if none is given.</summary>
    private void Update(int row, float* gradient, float divisor, ReadOnlySpan<StepNumbers> steps)
    {
        long start = (long)row * _width;
        int lanes = Vector<float>.Count, whole = _width - (_width % lanes);
        for (int i = 0; i < whole; i += lanes)
        {
            Update(_values + start + i, _moved[row] ? _firstMoments + start + i : null, _secondMoments + start + i, gradient is null ? null : gradient + i, divisor, steps);
        }

        if (whole < _width)
        {
            UpdateRest(start + whole, _width - whole, _moved[row], gradient is null ? null : gradient + whole, divisor, steps);
        }
    }

    /// <summary>The last values of a row, fewer than a vector has: on copies that are as wide.</summary>
    private void UpdateRest(long start, int count, bool moved, float* gradient, float divisor, ReadOnlySpan<StepNumbers> steps)
    {
        int lanes = Vector<float>.Count, bytes = count * sizeof(float);
        float* copies = stackalloc float[4 * lanes];
        float*[] rows = [_values + start, _firstMoments + start, _secondMoments + start, gradient is null ? copies : gradient];
        for (int i = 0; i < rows.Length; i++)
        {
            Buffer.MemoryCopy(rows[i], copies + (i * lanes), bytes, bytes);
        }

        Update(copies, moved ? copies + lanes : null, copies + (2 * lanes), gradient is null ? null : copies + (3 * lanes), divisor, steps);
        for (int i = 0; i < (moved ? 3 : 1); i++)
        {
            Buffer.MemoryCopy(copies + (i * lanes), rows[i], bytes, bytes);
        }
    }

    /// <summary>Steps of as many values as a vector has; of those that have never had a gradient without averages, which are zeros.</summary>
    private static void Update(float* values, float* averages, float* squares, float* gradient, float divisor, ReadOnlySpan<StepNumbers> steps)
    {
        Vector<float> x = Vector.Load(values);
        if (averages is null)
        {
            foreach (StepNumbers step in steps)
            {
                x *= step.Kept;
            }

            x.Store(values);
            return;
        }

        Vector<float> m = Vector.Load(averages), v = Vector.Load(squares), g = gradient is null ? Vector<float>.Zero : Vector.Load(gradient) / new Vector<float>(divisor), epsilon = new(Epsilon);
        foreach (StepNumbers step in steps)
        {
            x *= step.Kept;
            m += (g - m) * (1 - Beta1);
            v = (v * Beta2) + (g * g * (1 - Beta2));
            x -= m * step.Size / ((Vector.SquareRoot(v) * step.SquaresScale) + epsilon);
        }

        x.Store(values);
        m.Store(averages);
        v.Store(squares);
    }

    /// <summary>What AdamW's n-th step multiplies by.</summary>
    /// <param name="Kept">1 - rate * decay</param>
    /// <param name="Size">The rate, with the first average's correction for its start at 0.</param>
    /// <param name="SquaresScale">The second average's correction, of its root.</param>
    private readonly record struct StepNumbers(float Kept, float Size, float SquaresScale)
    {
        public static StepNumbers Of(int n, double rate, double decay) =>
            new((float)(1 - (rate * decay)), (float)(rate / (1 - Math.Pow(0.9, n))), (float)(1 / Math.Sqrt(1 - Math.Pow(0.999, n))));
    }
}
