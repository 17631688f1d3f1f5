namespace CodegenBert.Tests.Project;

/// <summary>The whole path of a user: a spec that is dropped into a new project is a typed classifier at the next build.</summary>
public sealed class StrangersProjectTests
{
    private const string Spec = """
        task: Parcel
        description: Did the parcel come in time?
        input: { text: note }
        labels: [on_time, late]
        encoder: minilm-l6
        head: { pooling: mean, dropout: 0 }
        freeze: all
        training: { epochs: 40, batch_size: 8, head_learning_rate: 1e-2 }
        """;

    private const string Program = """
        using Stranger;

        ParcelDataset rows = new(
        [
            new("It was at the door a day early.", ParcelLabel.OnTime), new("Arrived on the promised morning.", ParcelLabel.OnTime),
            new("Quick delivery, thank you.", ParcelLabel.OnTime), new("Here already, wonderful!", ParcelLabel.OnTime),
            new("I am still waiting for it.", ParcelLabel.Late), new("It came two weeks after the date.", ParcelLabel.Late),
            new("Delayed again and again.", ParcelLabel.Late), new("The courier lost a week.", ParcelLabel.Late),
        ]);
        using ParcelTrainingResult result = new ParcelTrainer().Train(rows);
        ParcelPrediction late = result.Classifier.Predict(note: "Delayed again and again."), early = result.Classifier.Predict("Here already, wonderful!");
        Console.WriteLine($"{late.Label} {late.Probabilities.Late > 0.5f}, {early.Label} {early.Probabilities[ParcelLabel.OnTime] > 0.5f}, {result.Report.FrozenPasses.Texts} passes");
        """;

    [Fact]
    public void A_new_spec_in_a_new_project_builds_trains_and_predicts()
    {
        using var project = new StrangersProject(Spec, Program);

        (int built, string build) = project.Build();
        Assert.True(built == 0, build);
        (int ran, string output) = project.Run();

        Assert.Equal((0, "Late True, OnTime True, 8 passes"), (ran, output.Trim()));
    }

    [Fact]
    public void A_wrong_key_fails_the_build_at_its_line_and_column_with_the_right_one()
    {
        using var project = new StrangersProject(Spec.Replace("freeze:", "freze:", StringComparison.Ordinal), Program);

        (int built, string build) = project.Build();

        Assert.NotEqual(0, built);
        Assert.Contains($"{project.Spec}(7,1): error CBERT005: 'freze' is not a key of the spec: did you mean 'freeze'?", build, StringComparison.Ordinal);
    }
}
