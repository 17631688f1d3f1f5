using System.Globalization;

namespace CodegenBert.Reports.Plots;

/// <summary>A place on an axis and what is written there.</summary>
/// <param name="Value">The place.</param>
/// <param name="Label">The words.</param>
internal readonly record struct AxisTick(double Value, string Label);

/// <summary>The range of an axis and its ticks.</summary>
/// <param name="Least">Its beginning.</param>
/// <param name="Most">Its end, beyond the beginning.</param>
/// <param name="Ticks">What is marked.</param>
internal sealed record AxisScale(double Least, double Most, IReadOnlyList<AxisTick> Ticks)
{
    /// <summary>Round numbers around values: steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="fromZero">Whether the axis begins at 0 whatever the least value is.</param>
    /// <param name="steps">Steps, about.</param>
    public static AxisScale Around(IEnumerable<double> values, bool fromZero = false, int steps = 4)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double least = fromZero ? 0 : finite.DefaultIfEmpty(0).Min(), most = finite.DefaultIfEmpty(1).Max();
        if (most - least <= Math.Abs(most) * 1e-9)
        {
            (least, most) = fromZero ? (0, most > 0 ? most : 1) : (least - Math.Max(1e-9, Math.Abs(least) / 10), most + Math.Max(1e-9, Math.Abs(most) / 10));
        }

        double step = StepOf((most - least) / steps);
        long first = (long)Math.Floor(least / step * (1 + 1e-12)), last = (long)Math.Ceiling(most / step * (1 - 1e-12));
        return new(first * step, last * step, [.. Range(first, last).Select(i => new AxisTick(i * step, Text(i * step, step)))]);
    }

    /// <summary>Whole numbers, such as epochs and steps, with half a unit beside the first and the last.</summary>
    /// <param name="least">The first.</param>
    /// <param name="most">The last.</param>
    /// <param name="ticks">Ticks at most, about.</param>
    public static AxisScale Whole(int least, int most, int ticks = 6)
    {
        int step = Math.Max(1, (int)StepOf((double)(most - least + 1) / ticks));
        IEnumerable<long> marked = Range((least + step - 1) / step, most / step).Select(i => i * step);
        marked = least < step && least > 0 ? marked.Prepend(least).Distinct() : marked;
        double beside = Math.Max(0.5, (most - least) * 0.01);
        return new(least - beside, most + beside, [.. marked.Select(value => new AxisTick(value, Text(value, step)))]);
    }

    /// <summary>The same with some space beyond the first and the last tick, for dots that lie there.</summary>
    public AxisScale Wider() => this with { Least = Least - ((Most - Least) * 0.03), Most = Most + ((Most - Least) * 0.03) };

    private static double StepOf(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (long i = first; i <= last; i++)
        {
            yield return i;
        }
    }

    /// <summary>As many decimals as the step needs; a power of ten where these would be many.</summary>
    private static string Text(double value, double step)
    {
        if (value == 0)
        {
            return "0";
        }

        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return decimals > 4 || Math.Abs(value) >= 1e6
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
