using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CodegenBert.Samples.CommandLine;

/// <summary>Options that take numbers, with messages that say which.</summary>
internal static class NumberOptions
{
    /// <summary>An option that takes a whole number.</summary>
    /// <param name="name">The option.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <param name="description">What it does.</param>
    public static Option<int?> Whole(string name, int least, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : Refuse<int>(result, $"{name} takes a whole number, {least} or more; `{Text(result)}` is none"),
    };

    /// <summary>An option that takes a learning rate.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it does.</param>
    public static Option<double?> Rate(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "RATE",
        CustomParser = result => double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate) && rate is > 0 and <= 1
            ? rate
            : Refuse<double>(result, $"{name} takes a number above 0 and up to 1, such as 2e-5; `{Text(result)}` is none"),
    };

    /// <summary>An option that takes a probability.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it does.</param>
    public static Option<float?> Probability(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "P",
        CustomParser = result => float.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out float probability) && probability is >= 0 and <= 1
            ? probability
            : Refuse<float>(result, $"{name} takes a probability from 0 to 1, such as 0.7; `{Text(result)}` is none"),
    };

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string message)
        where T : struct
    {
        result.AddError(message);
        return null;
    }
}
