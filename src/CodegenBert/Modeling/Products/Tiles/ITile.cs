namespace CodegenBert.Modeling.Products.Tiles;

/// <summary>
/// A row of a panel in vectors of the processor, or a row of sums. <see cref="PanelKernel{TTile}"/> is written once, and compiled for each: the compiler takes the structures apart, and what is in them stays in registers.
/// </summary>
/// <typeparam name="TTile">The structure.</typeparam>
internal unsafe interface ITile<TTile>
    where TTile : struct, ITile<TTile>
{
    /// <summary>Values.</summary>
    static abstract int Width { get; }

    /// <summary>Steps that are summed before the sum is added to what was there: a panel's part stays in the nearest cache, and rounding errors grow with the part's length.</summary>
    static abstract int Steps { get; }

    /// <summary>Whether the registers hold the sums of eight rows, not of six.</summary>
    static abstract bool HoldsEightRows { get; }

    /// <summary>Values at a place.</summary>
    static abstract TTile Load(float* from);

    /// <summary>value * step + sum, rounded once.</summary>
    static abstract TTile MultiplyAdd(float* value, TTile step, TTile sum);

    /// <summary>x + y</summary>
    static abstract TTile Add(TTile x, TTile y);

    /// <summary>Fetches a step that is needed soon.</summary>
    static abstract void Fetch(float* place);

    /// <summary>Writes the values to a place.</summary>
    void Store(float* to);
}
