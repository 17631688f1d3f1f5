namespace CodegenBert.Modeling;

/// <summary>
/// What is made of a parameter's values for products to read. Kept until they change, and then written in the same memory: new copies in each step of training would lie among the activations, and
/// keep their memory from being given back. Several threads may ask: those that share a batch out, and those that ask a model that has been trained.
/// </summary>
/// <typeparam name="T">What is made.</typeparam>
/// <param name="make">Makes it.</param>
/// <param name="write">Writes changed values into it.</param>
internal sealed class KeptCopy<T>(Func<T> make, Action<T> write) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock _making = new();
    private T? _copy;
    private bool _isStale;

    /// <summary>The values as they are.</summary>
    public T Current
    {
        get
        {
            lock (_making)
            {
                if (_copy is null)
                {
                    _copy = make();
                }
                else if (_isStale)
                {
                    write(_copy);
                }

                _isStale = false;
                return _copy;
            }
        }
    }

    /// <summary>Whether there is one, of these values or of earlier ones.</summary>
    public bool Exists => _copy is not null;

    /// <summary>Says that the values have changed.</summary>
    public void MarkStale()
    {
        lock (_making)
        {
            _isStale = true;
        }
    }

    /// <summary>Forgets it; another one can be made.</summary>
    public void Dispose()
    {
        lock (_making)
        {
            _copy?.Dispose();
            _copy = null;
        }
    }
}
