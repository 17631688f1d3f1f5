using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Reports;

/// <summary>All settings of a run by their names. The recipe's and the tokenizer's are found by reflection, so that none can be forgotten.</summary>
internal static class RecipeSettings
{
    /// <summary>The settings, the spec's first.</summary>
    /// <param name="task">The task.</param>
    /// <param name="recipe">All numbers of the optimisation.</param>
    /// <param name="options">The run's options.</param>
    public static IReadOnlyList<RecipeSetting> Of(TaskDefinition task, Recipe recipe, TrainingOptions options) =>
    [
        new("encoder", options.ContinueFrom is { } model ? $"{model} (a model, gone on from)" : options.EncoderPath ?? Encoder(task.Encoder)),
        new("input", task.Input.Second is { } second ? $"{task.Input.First}, {second}" : task.Input.First),
        new("output", Text(task.Output.Kind)),
        .. Properties(task.Tokenizer, "tokenizer."),
        new("head.pooling", Text(task.Head.Pooling)),
        new("head.layers", Text(task.Head.Layers)),
        new("head.hidden", Text(task.Head.Hidden)),
        new("head.activation", Text(task.Head.Activation)),
        new("head.dropout", Text(task.Head.Dropout)),
        new("freeze", task.Phases.Count > 0 ? Text(task.Phases) : task.Freeze.ToString()),
        .. Properties(recipe, ""),
        new("keep_best_epoch", Text(options.KeepBestEpoch)),
        new("device", Text(options.Device)),
    ];

    private static string Encoder(EncoderReference encoder) =>
        (encoder.Source == EncoderSource.Hub ? "hub:" : "") + encoder.Name + (encoder.Revision is { } revision ? $" at {revision}" : "");

    private static IEnumerable<RecipeSetting> Properties(object settings, string prefix) =>
        from property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.GetIndexParameters().Length == 0
        select new RecipeSetting(prefix + Snake(property.Name), Text(property.GetValue(settings)));

    private static string Text(object? value) => value switch
    {
        null => "none",
        string text => text,
        bool flag => flag ? "true" : "false",
        Enum member => Snake(member.ToString()),
        IEnumerable items => items.Cast<object?>().Any() ? string.Join(", ", items.Cast<object?>().Select(Text)) : "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
