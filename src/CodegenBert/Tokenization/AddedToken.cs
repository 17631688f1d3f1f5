namespace CodegenBert.Tokenization;

/// <summary>A special token beside BERT's five, such as the markers that some fine-tuned models put around entities.</summary>
/// <param name="Content">The exact spelling in a text.</param>
/// <param name="Id">Its id: that of its line in <c>vocab.txt</c>, or one beyond the file's last.</param>
public sealed record AddedToken(string Content, int Id);
