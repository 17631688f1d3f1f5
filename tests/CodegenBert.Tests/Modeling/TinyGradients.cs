using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using CodegenBert.Training.Representations;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Modeling;

/// <summary>The loss and all gradients of one training step of the tiny model, with dropout, on texts of several lengths.</summary>
internal sealed record TinyGradients(float Loss, IReadOnlyDictionary<string, float[]> Values, ulong DropoutPosition)
{
    public static TinyGradients Of(TinyEncoder encoder, string freeze, HeadDefinition? head = null, Precision precision = Precision.Float32, bool recomputes = false)
    {
        using DisposeScope scope = NewDisposeScope();
        TaskDefinition task = TinyTask.Sentiment(Freezings.Parse(freeze), head);
        using SequenceClassifier model = encoder.Model(task);
        (model.Precision, model.RecomputesLayers) = (precision, recomputes);
        EncodedRows rows = TinyTask.Encode(encoder, task, TinyTask.Rows(24, seed: 3));
        IReadOnlyList<EncodedInput> inputs = rows.Inputs.Windows;
        using RepresentationStore? store = model.Boundary == FreezePlan.NothingFrozen ? null : new(model, CPU, precision: precision);
        using var optimizer = new FusedAdamW([new([.. model.TrainedParameters], 1e-3, 0)]);
        using var loss = new CrossEntropy(null, 0, CPU);
        Dropout dropout = Dropout.Seeded(9);
        var step = new TrainingStep(store?.Of(inputs) ?? (IModelInputs)new TokenInputs(model, inputs, CPU), rows, optimizer, loss, dropout, 1);
        (double value, _, StepGradients all) = step.Backward([[.. Enumerable.Range(0, rows.Targets.Count)]]);
        IReadOnlyList<Tensor> gradients = all.Whole;
        Assert.All(gradients, gradient => Assert.Equal(ScalarType.Float32, gradient.dtype));
        return new((float)value, model.TrainedParameters.Zip(gradients).ToDictionary(pair => pair.First.Name, pair => pair.Second.data<float>().ToArray()), dropout.Position);
    }

    /// <summary>The norm of the difference of all gradients together, as a share of the others' norm.</summary>
    public double DifferenceFrom(TinyGradients other) =>
        Norm(other.Values.SelectMany(gradient => gradient.Value.Zip(Values[gradient.Key], (a, b) => a - b))) / Norm(other.Values.Values.SelectMany(values => values));

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));
}
