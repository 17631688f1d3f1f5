namespace CodegenBert.Data;

/// <summary>Gathers what is wrong with a source's rows, so that all of it is reported at once; the first twenty with their text.</summary>
internal sealed class DataFaults
{
    private const int MostListed = 20;

    private readonly List<string> _listed = [];
    private int _count;

    /// <summary>Whether anything is wrong so far.</summary>
    public bool Any => _count > 0;

    /// <summary>Notes one fault.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="description">What it is.</param>
    public void Add(RowOrigin place, string description) => Add(place, () => description);

    /// <summary>Notes one fault.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="describe">What it is; asked only for those that are listed, since a suggestion costs more than a row.</param>
    public void Add(RowOrigin place, Func<string> describe)
    {
        if (_count++ < MostListed)
        {
            _listed.Add($"{place}: {describe()}");
        }
    }

    /// <summary>Ends the reading if anything was wrong.</summary>
    /// <exception cref="DataFileException">One line a fault.</exception>
    public void ThrowIfAny()
    {
        if (!Any)
        {
            return;
        }

        string listed = string.Join('\n', _listed);
        throw new DataFileException(_count > MostListed ? $"{listed}\nand {_count - MostListed} more" : listed);
    }
}
