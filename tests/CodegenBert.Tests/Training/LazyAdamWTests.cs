using CodegenBert.Modeling;
using CodegenBert.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>The table that is updated by rows, beside libtorch's kernel that updates all of it in every step.</summary>
public sealed class LazyAdamWTests
{
    private const int Rows = 300, Steps = 60;

    [Theory]
    [InlineData(16)]
    [InlineData(13)] // no multiple of a vector's width
    public void It_ends_where_the_whole_table_does(int width)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor start, RowGradient[] gradients) = Draw(width);
        Tensor whole = start.clone(), byRows = start.clone();
        using var reference = new FusedAdamW([Group(whole)]);
        using FusedAdamW lazy = Lazy(byRows);
        for (int step = 0; step < Steps; step++)
        {
            double rate = 1.0 / (1 + step), divisor = step % 3 == 0 ? 2.5 : 1;
            Tensor dense = zeros(Rows, width);
            dense.index_copy_(0, tensor(gradients[step].Ids), gradients[step].Values);
            reference.Step([dense], rate, divisor);
            ReadAndStep(lazy, byRows, gradients[step], rate, divisor);
        }

        lazy.CatchUp();

        Assert.InRange((whole - byRows).abs().max().item<float>(), 0, 1e-6f);
        Dictionary<string, Tensor> expected = reference.State.ToDictionary(), actual = lazy.State.ToDictionary();
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.InRange((pair.Value - actual[pair.Key]).abs().max().item<float>(), 0, 1e-6f));
        Assert.True((whole - start).abs().max().item<float>() > 1e-3f);
    }

    [Fact]
    public void When_it_catches_up_makes_no_difference_to_a_bit()
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor start, RowGradient[] gradients) = Draw(24);

        float[] late = Run(_ => false, resumes: false);

        Assert.Equal(late, Run(_ => true, resumes: false));
        Assert.Equal(late, Run(step => step % 7 == 3, resumes: true));

        float[] Run(Predicate<int> catchesUp, bool resumes)
        {
            Tensor table = start.clone();
            FusedAdamW optimizer = Lazy(table);
            for (int step = 0; step < Steps; step++)
            {
                ReadAndStep(optimizer, table, gradients[step], 1.0 / (1 + step), 1);
                if (catchesUp(step))
                {
                    optimizer.CatchUp();
                }

                if (resumes && step == Steps / 2)
                {
                    FusedAdamW before = optimizer;
                    optimizer = Lazy(table, before.State.ToDictionary());
                    before.Dispose();
                }
            }

            optimizer.CatchUp();
            float[] values = [.. table.data<float>().ToArray(), .. optimizer.State.SelectMany(pair => pair.Value.data<float>().ToArray())];
            optimizer.Dispose();
            return values;
        }
    }

    private static (Tensor Start, RowGradient[] Gradients) Draw(int width)
    {
        using var generator = new Generator(5);
        var random = new Random(5);
        Tensor start = randn(Rows, width, generator: generator);
        return (start, [.. Enumerable.Range(0, Steps).Select(_ =>
        {
            long[] ids = [.. Enumerable.Range(0, 20).Select(_ => (long)random.Next(Rows * 2 / 3)).Distinct().Order()]; // a third is never read
            return new RowGradient(ids, randn(ids.Length, width, generator: generator));
        })]);
    }

    /// <summary>A step as training makes it: rows are looked up, then updated.</summary>
    private static void ReadAndStep(FusedAdamW optimizer, Tensor table, RowGradient gradient, double rate, double divisor)
    {
        using LookedUpRows lookedUp = optimizer.LookUp()!;
        _ = lookedUp.Take(new(Name, table, 0), tensor(gradient.Ids));
        optimizer.Step([], rate, divisor, new(gradient.Ids, gradient.Values.clone()));
    }

    private const string Name = "embeddings.word_embeddings.weight";

    private static ParameterGroup Group(Tensor table) => new([new(Name, table, 0)], 1e-2, 0.05);

    private static FusedAdamW Lazy(Tensor table, IReadOnlyDictionary<string, Tensor>? state = null)
    {
        ParameterGroup group = Group(table);
        return new FusedAdamW([group], state, group.Parameters[0]);
    }
}
