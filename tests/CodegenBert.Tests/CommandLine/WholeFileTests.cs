using CodegenBert.Samples.CommandLine;

namespace CodegenBert.Tests.CommandLine;

public sealed class WholeFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codegenbert-");

    [Fact]
    public void A_file_takes_the_place_of_an_older_one_and_missing_folders_are_made()
    {
        string path = Path.Combine(_folder.FullName, "new", "report.json");
        new WholeFile(path).Write(stream => stream.Write("older and longer"u8));
        new WholeFile(path).Write(stream => stream.Write("newer"u8));

        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_failure_leaves_the_older_file_and_nothing_beside_it()
    {
        string path = Path.Combine(_folder.FullName, "report.json");
        File.WriteAllText(path, "older");

        Assert.Throws<OperationCanceledException>(() => new WholeFile(path).Write(stream =>
        {
            stream.Write("half"u8);
            throw new OperationCanceledException();
        }));

        Assert.Equal("older", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_file_where_a_folder_is_needed_is_refused_at_once()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        string path = Path.Combine(file, "report.json");

        string message = Assert.Throws<CommandException>(() => new WholeFile(path)).Message;

        Assert.StartsWith($"{path}: cannot be written: ", message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
