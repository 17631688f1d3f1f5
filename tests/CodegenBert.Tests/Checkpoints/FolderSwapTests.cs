using CodegenBert.Checkpoints;
using CodegenBert.Checkpoints.Saving;

namespace CodegenBert.Tests.Checkpoints;

/// <summary>A folder is replaced as a whole, or not at all.</summary>
public sealed class FolderSwapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        Write("old");

        string message = Assert.Throws<CheckpointException>(() => FolderSwap.Write(_folder["model"], _ => true, _ => throw new IOException("No space left on device."))).Message;

        Assert.Equal($"{_folder["model"]}: the model cannot be written: No space left on device. What was there before is unchanged.", message);
        Assert.Equal("old", Text());
        Assert.Equal([_folder["model"]], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_half_written_neighbour_of_a_dead_process_is_no_obstacle()
    {
        Directory.CreateDirectory(_folder["model.codegenbert-new"]);
        File.WriteAllText(_folder["model.codegenbert-new", "text"], "half");

        Write("new");

        Assert.Equal("new", Text());
        Assert.Equal([_folder["model"]], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_swap_that_died_between_its_renames_is_undone()
    {
        Write("old");
        Directory.Move(_folder["model"], _folder["model.codegenbert-old"]);

        FolderSwap.Repair(_folder["model"]);

        Assert.Equal("old", Text());
    }

    [Fact]
    public void A_swap_that_died_before_its_clean_up_keeps_the_new_folder()
    {
        Write("new");
        Directory.CreateDirectory(_folder["model.codegenbert-old"]);

        FolderSwap.Repair(_folder["model"]);

        Assert.Equal("new", Text());
        Assert.False(Directory.Exists(_folder["model.codegenbert-old"]));
    }

    [Fact]
    public void A_path_with_a_separator_at_its_end_is_the_same_folder()
    {
        FolderSwap.Write(_folder["model"] + Path.DirectorySeparatorChar, _ => true, target => File.WriteAllText(Path.Combine(target, "text"), "new"));

        Assert.Equal("new", Text());
    }

    private void Write(string text) => FolderSwap.Write(_folder["model"], _ => true, target => File.WriteAllText(Path.Combine(target, "text"), text));

    private string Text() => File.ReadAllText(_folder["model", "text"]);
}
