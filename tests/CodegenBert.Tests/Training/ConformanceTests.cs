using System.Text.Json;
using CodegenBert.Data;
using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Tokenization;
using CodegenBert.Training;
using CodegenBert.Training.Representations;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training;

/// <summary>Training runs, losses and schedules against PyTorch's and transformers', through the production step.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string[] NoiseOnly = [".attention.self.key.bias"];

    [Theory]
    [InlineData("single, full")]
    [InlineData("pair, full, pooler as in transformers")]
    [InlineData("pair, neural head, two rates")]
    [InlineData("pair, bottom 4 frozen")]
    [InlineData("single, embeddings frozen")]
    [InlineData("single, all frozen")]
    [InlineData("single, class weights and smoothing")]
    [InlineData("pair, layer decay")]
    [InlineData("single, several labels")]
    [InlineData("pair, score")]
    public void A_run_is_the_one_of_transformers_step_by_step(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement run = Kit.Json("models", "minilm.training.json").GetProperty(name);
        string group = run.GetProperty("inputs").GetString()!;
        RowTarget[] targets = [.. run.GetProperty("labels").EnumerateArray().Select(Target)];
        bool neural = run.GetProperty("first_gradient_norms").TryGetProperty("head.2.weight", out _);
        var head = new HeadDefinition { Pooling = [Enum.Parse<Pooling>(run.GetProperty("pooling").GetString()!, ignoreCase: true)], Hidden = neural ? [64] : [] };
        FreezePlan freeze = run.GetProperty("freeze").GetString() switch
        {
            "none" => FreezePlan.None,
            "embeddings" => new FreezePlan(FreezeKind.Embeddings),
            "all" => new FreezePlan(FreezeKind.All),
            _ => new FreezePlan(FreezeKind.Bottom, 4),
        };
        int classes = run.GetProperty("final_logits")[0].GetArrayLength();
        TaskDefinition task = Kit.Task(head, freeze, classes, group == "pairs", Output(run.GetProperty("loss").GetString()!));
        using SequenceClassifier model = ClassifierFactory.Create(task, Kit.MiniLm, 0, out _);
        Kit.SetHead(model, head, Kit.Tensors("minilm.heads.safetensors"), neural ? ["mlp.0", "mlp.1"] : [classes switch { 1 => "one", 2 => "two", 3 => "three", _ => "six" }]);
        EncodedInput[] inputs = Kit.Inputs(group);
        Recipe recipe = RecipeOf(run);
        using RepresentationStore? store = freeze.Kind == FreezeKind.None ? null : new(model, CPU);
        IModelInputs rows = store is null ? new TokenInputs(model, inputs, CPU) : store.Of(inputs);
        using var optimizer = new FusedAdamW(recipe.Groups(model), table: model.Parameters[Embeddings.Words]);
        using ITrainingLoss loss = recipe.Loss(task, CPU);
        var step = new TrainingStep(rows, TinyTask.Rows(inputs, targets), optimizer, loss, Dropout.None, recipe.MaxGradNorm);
        var differences = new Differences();

        CompareFirstGradients(run, model, step, optimizer, differences);
        JsonElement[] expected = [.. run.GetProperty("loss_gradnorm_lr").EnumerateArray()];
        for (int s = 0; s < expected.Length; s++)
        {
            int[] batch = [.. Enumerable.Range(0, 8).Select(j => ((8 * s) + j) % 16)];
            double rate = RateMultiplier.At(recipe.Schedule, s, recipe.WarmUp.Steps(expected.Length), expected.Length);
            StepResult result = step.Run([batch], rate);
            differences.Relative("loss", result.Loss, expected[s][0].GetDouble());
            differences.Relative("gradient norm", result.GradientNorm, expected[s][1].GetDouble());
            KitTable.Within("training, learning rates", Math.Abs((rate * recipe.HeadLearningRate) - expected[s][2].GetDouble()), 1e-12);
        }

        optimizer.CatchUp();

        using (no_grad())
        {
            Tensor logits = rows.Logits([.. Enumerable.Range(0, 16)], Dropout.None);
            float[] flat = [.. run.GetProperty("final_logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle())];
            differences.Absolute("final logits", Kit.Difference(logits, tensor(flat, 16, classes)));
        }

        foreach (JsonProperty norm in run.GetProperty("final_parameter_norms").EnumerateObject().Where(norm => !NoiseOnly.Any(norm.Name.Contains)))
        {
            differences.Relative("final norm", model.Parameters[Name(norm.Name)].Value.norm().item<float>(), norm.Value.GetDouble());
        }

        output.WriteLine($"{name}: {differences}");
        differences.AssertWithin($"training, {name}", relative: 1e-5, absolute: 2e-5);
    }

    [Fact]
    public void Losses_are_those_of_PyTorch()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonElement kit = Kit.Json("models", "losses.json");
        float[] logits = [.. kit.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle())];
        RowTarget[] rows = [.. kit.GetProperty("classes").EnumerateArray().Select(value => RowTarget.Label(value.GetInt32()))];
        float[] weights = [.. kit.GetProperty("weights").EnumerateArray().Select(value => value.GetSingle())];
        (string Name, float[]? Weights, double Smoothing)[] cases =
        [
            ("cross_entropy", null, 0), ("cross_entropy_weighted", weights, 0),
            ("cross_entropy_smoothed_0.1", null, 0.1), ("cross_entropy_weighted_smoothed_0.1", weights, 0.1),
        ];
        foreach ((string name, float[]? classWeights, double smoothing) in cases)
        {
            using var loss = new CrossEntropy(classWeights, smoothing, CPU);
            KitTable.Within("losses", Math.Abs(kit.GetProperty(name).GetDouble() - Mean(loss, tensor(logits, 7, 4), rows)), 1e-6);
        }

        RowTarget[] sets = [.. kit.GetProperty("targets01").EnumerateArray().Select(Target)];
        using var binary = new BinaryCrossEntropy(4, null, 0, CPU);
        KitTable.Within("losses", Math.Abs(kit.GetProperty("binary_cross_entropy").GetDouble() - Mean(binary, tensor(logits, 7, 4), sets)), 1e-6);
        RowTarget[] scores = [.. kit.GetProperty("scores").EnumerateArray().Select(Target)];
        using var squared = new SquaredError(CPU);
        KitTable.Within("losses", Math.Abs(kit.GetProperty("mean_squared_error_first_column").GetDouble() - Mean(squared, tensor(logits, 7, 4).narrow(1, 0, 1), scores)), 1e-6);
    }

    [Fact]
    public void Binary_cross_entropy_weighs_presence_and_smooths_towards_the_middle()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] logits = [2, -1, 0.5f, -3], weights = [0.5f, 4];
        RowTarget[] sets = [RowTarget.Labels(0), RowTarget.Labels(1)];
        using var weighted = new BinaryCrossEntropy(2, weights, 0, CPU);
        using var smoothed = new BinaryCrossEntropy(2, null, 0.2, CPU);

        // -ln sigmoid(x) is ln(1 + e^-x).
        double present = (0.5 * Math.Log(1 + Math.Exp(-2))) + (4 * Math.Log(1 + Math.Exp(3))), absent = Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(0.5));
        Assert.Equal((present + absent) / 4, Mean(weighted, tensor(logits, 2, 2), sets), 1e-6);
        double expected = logits.Index().Sum(x => (Wanted(x.Index) * Math.Log(1 + Math.Exp(-x.Item))) + ((1 - Wanted(x.Index)) * Math.Log(1 + Math.Exp(x.Item))));
        Assert.Equal(expected / 4, Mean(smoothed, tensor(logits, 2, 2), sets), 1e-6);

        static double Wanted(int cell) => cell is 0 or 3 ? 0.9 : 0.1;
    }

    [Fact]
    public void Schedules_are_those_of_transformers()
    {
        JsonElement kit = Kit.Json("models", "schedules.json");
        int compared = 0;
        foreach (RateSchedule schedule in Enum.GetValues<RateSchedule>())
        {
            foreach (JsonProperty run in kit.GetProperty(schedule.ToString().ToLowerInvariant()).EnumerateObject())
            {
                int[] numbers = [.. run.Name.Split(' ').Where(word => int.TryParse(word, out _)).Select(int.Parse)]; // "20 steps, 2 warm-up"
                int step = 0;
                foreach (JsonElement rate in run.Value.EnumerateArray())
                {
                    KitTable.Within("schedules", Math.Abs(rate.GetDouble() - RateMultiplier.At(schedule, step++, numbers[1], numbers[0])), 1e-6);
                    compared++;
                }
            }
        }

        Assert.True(compared > 100, $"{compared} rates were compared");
    }

    private static float Mean(ITrainingLoss loss, Tensor logits, IReadOnlyList<RowTarget> rows)
    {
        LossTargets targets = loss.Targets(rows);
        return loss.Forward(logits, targets, targets.Weight).item<float>();
    }

    private static void CompareFirstGradients(JsonElement run, SequenceClassifier model, TrainingStep step, FusedAdamW optimizer, Differences differences)
    {
        using DisposeScope scope = NewDisposeScope();
        (_, _, StepGradients gradients) = step.Backward([[.. Enumerable.Range(0, 8)]]);
        Dictionary<string, double> norms = model.TrainedParameters.ToDictionary(
            parameter => parameter.Name,
            parameter => (double)(parameter.Name == Embeddings.Words
                ? gradients.Rows!.Values
                : gradients.Whole[optimizer.Parameters.ToList().FindIndex(value => ReferenceEquals(value, parameter.Value))]).norm().item<float>());
        foreach (JsonProperty norm in run.GetProperty("first_gradient_norms").EnumerateObject())
        {
            double actual = norms[Name(norm.Name)];
            if (NoiseOnly.Any(norm.Name.Contains))
            {
                Assert.InRange(actual, 0, 1e-7); // zero in exact arithmetic: softmax ignores a constant
            }
            else
            {
                differences.Relative("first gradient", actual, norm.Value.GetDouble());
            }
        }

        Assert.Equal(run.GetProperty("first_gradient_norms").EnumerateObject().Count(), norms.Count);
    }

    private static OutputDefinition Output(string loss) => loss switch
    {
        "bce" => OutputDefinition.MultiLabel,
        "mse" => OutputDefinition.Regression(new("score", 0, 5)),
        _ => OutputDefinition.SingleLabel,
    };

    /// <summary>A list of flags, a number with a point, or a class.</summary>
    private static RowTarget Target(JsonElement label) => label switch
    {
        { ValueKind: JsonValueKind.Array } => RowTarget.Labels([.. label.EnumerateArray().Index().Where(flag => flag.Item.GetInt32() == 1).Select(flag => flag.Index)]),
        _ when label.TryGetInt32(out int index) => RowTarget.Label(index),
        _ => RowTarget.Score(label.GetSingle()),
    };

    private static Recipe RecipeOf(JsonElement run) => new()
    {
        Epochs = 12,
        BatchSize = run.GetProperty("batch_size").GetInt32(),
        LearningRate = run.GetProperty("learning_rate").GetDouble(),
        HeadLearningRate = run.GetProperty("head_learning_rate").GetDouble(),
        WeightDecay = run.GetProperty("weight_decay").GetDouble(),
        WarmUp = WarmUp.OfFraction(run.GetProperty("warmup").GetDouble()),
        Schedule = RateSchedule.Linear,
        MaxGradNorm = run.GetProperty("max_grad_norm").GetDouble(),
        EarlyStopping = null,
        Seed = 0,
        ClassWeights = run.GetProperty("class_weights") is { ValueKind: JsonValueKind.Array } weights ? [.. weights.EnumerateArray().Select(weight => weight.GetSingle())] : null,
        LabelSmoothing = run.GetProperty("label_smoothing").GetDouble(),
        LayerDecay = run.GetProperty("layer_decay") is { ValueKind: JsonValueKind.Number } decay ? decay.GetDouble() : 1,
    };

    private static string Name(string kitName) => kitName switch
    {
        "head.weight" or "head.bias" => kitName.Replace("head.", "head.0.", StringComparison.Ordinal),
        _ => kitName.Replace("bert.", "", StringComparison.Ordinal),
    };

    /// <summary>The largest differences by kind.</summary>
    private sealed class Differences
    {
        private readonly SortedDictionary<string, (double Value, bool IsRelative)> _worst = new(StringComparer.Ordinal);

        public void Relative(string kind, double actual, double expected) => Note(kind, Math.Abs(actual - expected) / Math.Abs(expected), isRelative: true);

        public void Absolute(string kind, double difference) => Note(kind, difference, isRelative: false);

        public void AssertWithin(string group, double relative, double absolute) =>
            Assert.All(_worst, pair => KitTable.Within(pair.Value.IsRelative ? group : group + " (logits)", pair.Value.Value, pair.Value.IsRelative ? relative : absolute));

        public override string ToString() => string.Join(", ", _worst.Select(pair => $"{pair.Key} {pair.Value.Value:G2}"));

        private void Note(string kind, double difference, bool isRelative) =>
            _worst[kind] = (_worst.TryGetValue(kind, out (double Value, bool) worst) ? Math.Max(worst.Value, difference) : difference, isRelative);
    }
}
