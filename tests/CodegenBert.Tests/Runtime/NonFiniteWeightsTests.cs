using CodegenBert.Checkpoints.Formats;
using CodegenBert.Runtime;
using CodegenBert.Tests.Tiny;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Runtime;

/// <summary>Weights that are no numbers load, as in transformers, but not in silence.</summary>
public sealed class NonFiniteWeightsTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>, IDisposable
{
    private const string Broken = "embeddings.position_embeddings.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly Messages _logger = new();

    private string Model => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_loaded_model_is_warned_of(float value)
    {
        Save();
        Write(Model, Broken, value);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model, new ClassifierOptions { Logger = _logger });

        Assert.Equal([Warning(Model)], _logger.Written);
    }

    [Fact]
    public void An_encoder_that_a_training_starts_from_is_warned_of()
    {
        TinyEncoder.Write(_folder["encoder"]);
        Write(_folder["encoder"], Broken, float.NaN);
        using TrainingOutcome outcome = Train(TinyTask.Options(encoder) with { EncoderPath = _folder["encoder"], Logger = _logger });

        Assert.Contains(Warning(_folder["encoder"]), _logger.Written);
    }

    [Fact]
    public void A_model_that_a_training_goes_on_from_is_warned_of()
    {
        Save();
        Write(Model, Broken, float.NaN);
        using TrainingOutcome outcome = Train(TinyTask.Options(encoder) with { EncoderPath = null, ContinueFrom = Model, Logger = _logger });

        Assert.Contains(Warning(Model), _logger.Written);
    }

    [Fact]
    public void Large_numbers_whose_sum_is_none_are_numbers()
    {
        Save();
        Write(Model, Broken, float.MaxValue, count: 4);
        using ClassifierRuntime loaded = ClassifierRuntime.Load(TinyTask.Sentiment(), Model, new ClassifierOptions { Logger = _logger });

        Assert.Empty(_logger.Written);
    }

    private void Save()
    {
        using TrainingOutcome outcome = Train(TinyTask.Options(encoder));
        outcome.Classifier.Save(Model);
    }

    private static TrainingOutcome Train(TinyOptions options) => TrainerRuntime.Train(TinyTask.Sentiment(), TinyTask.Rows(24, seed: 1), null, options);

    /// <summary>Gives the last position, which no short text reaches, other values.</summary>
    private static void Write(string folder, string name, float value, int count = 1)
    {
        using DisposeScope scope = NewDisposeScope();
        string path = Path.Combine(folder, "model.safetensors");
        Dictionary<string, Tensor> tensors;
        using (WeightFile file = WeightFile.Open(path))
        {
            tensors = file.Tensors.ToDictionary(pair => pair.Key, pair => file.ReadFloat32(pair.Value));
        }

        tensors.Single(pair => pair.Key.EndsWith(name, StringComparison.Ordinal)).Value[TinyEncoder.Positions - 1].narrow(0, 0, count).fill_(value);
        File.Delete(path);
        SafetensorsWriter.Write(path, tensors);
    }

    private static string Warning(string folder) =>
        $"1 weights in {folder} have values that are infinite or no numbers, and so will what is computed with them: {Broken}. Take a checkpoint from before the run diverged.";
}
