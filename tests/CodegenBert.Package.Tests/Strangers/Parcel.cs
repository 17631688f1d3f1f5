namespace CodegenBert.Package.Tests.Strangers;

/// <summary>What a stranger writes: one spec and eight lines of code.</summary>
internal static class Parcel
{
    public const string Spec = """
        task: Parcel
        description: Did the parcel come in time?
        namespace: Strangers
        input: { text: note }
        labels: [on_time, late]
        encoder: minilm-l6
        head: { pooling: mean, dropout: 0 }
        freeze: all
        training: { epochs: 2, batch_size: 8, head_learning_rate: 5e-2 }
        """;

    /// <summary>Trains and predicts: an expression of the program and of a library alike.</summary>
    public const string Training = """
        using ParcelTrainingResult result = new ParcelTrainer().Train(new ParcelDataset(
        [
            new("It was at the door a day early.", ParcelLabel.OnTime), new("Here already, wonderful!", ParcelLabel.OnTime),
            new("I am still waiting for it.", ParcelLabel.Late), new("Delayed again and again.", ParcelLabel.Late),
        ]));
        ParcelPrediction prediction = result.Classifier.Predict(note: "Delayed again, I am waiting.");
        """;

    public const string Program = $$"""
        using System;
        using Strangers;

        {{Training}}
        Console.WriteLine($"{prediction.Label}, {prediction.Probabilities.Late > 0.5f}, {result.Report.FrozenPasses.Texts} passes");
        """;

    public const string Output = "Late, True, 4 passes";

    /// <summary>The same in a class library: the task's types stay within it.</summary>
    public const string Library = $$"""
        namespace Strangers;

        /// <summary>Parcels.</summary>
        public static class Post
        {
            /// <summary>Trains, and asks.</summary>
            public static string Ask()
            {
                {{Training}}
                return $"{prediction.Label}, {prediction.Probabilities.Late > 0.5f}, {result.Report.FrozenPasses.Texts} passes";
            }
        }
        """;

    /// <summary>The application of the library.</summary>
    public const string Caller = "System.Console.WriteLine(Strangers.Post.Ask());";
}
