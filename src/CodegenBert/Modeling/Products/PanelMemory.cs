using System.Runtime.InteropServices;

namespace CodegenBert.Modeling.Products;

/// <summary>
/// Memory for panels, side by side in blocks for which Linux is asked for pages of 2 MB (madvise(2), MADV_HUGEPAGE): a single text reads all weights once, 42 MB of them, and to look up ten thousand pages of
/// 4 KB takes a tenth of that time.
/// </summary>
internal sealed unsafe partial class PanelMemory : IDisposable
{
    private const int Line = 64, HugePage = 2 << 20, BlockSize = 8 * HugePage, AdviseHugePages = 14;
    private static readonly Lock Taking = new();
    private static Block? s_open;
    private Block? _block;

    /// <summary>Takes room for so many values, which are not set to anything.</summary>
    public PanelMemory(long count)
    {
        nuint bytes = ((nuint)count * sizeof(float) + Line - 1) / Line * Line;
        lock (Taking)
        {
            if (s_open is not { Users: > 0 } open || open.Left < bytes)
            {
                s_open = new(bytes);
            }

            _block = s_open;
            Values = (float*)_block.Take(bytes);
        }
    }

    /// <summary>Gives the room back if no one has.</summary>
    ~PanelMemory() => Release();

    /// <summary>The first value, at the beginning of a line of the cache.</summary>
    public float* Values { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        lock (Taking)
        {
            _block?.GiveBack();
            _block = null;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);

    /// <summary>Lives as long as one of those who took a part of it.</summary>
    private sealed class Block
    {
        private readonly nint _first;
        private readonly nuint _size;
        private nuint _taken;

        public Block(nuint atLeast)
        {
            _size = Math.Max(BlockSize, (atLeast + HugePage - 1) / HugePage * HugePage);
            _first = (nint)NativeMemory.AlignedAlloc(_size, HugePage);
            if (OperatingSystem.IsLinux())
            {
                _ = Advise((void*)_first, _size, AdviseHugePages); // refused where the system has none: then the pages are small
            }
        }

        public int Users { get; private set; }

        public nuint Left => _size - _taken;

        public nint Take(nuint bytes)
        {
            nint place = _first + (nint)_taken;
            _taken += bytes;
            Users++;
            return place;
        }

        public void GiveBack()
        {
            if (--Users == 0)
            {
                NativeMemory.AlignedFree((void*)_first);
            }
        }
    }
}
