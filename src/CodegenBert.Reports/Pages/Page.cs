namespace CodegenBert.Reports.Pages;

/// <summary>A document with its style sheet, that loads and runs nothing.</summary>
internal static class Page
{
    /// <summary>No page that a text of the data could have smuggled something into would be allowed to load or run it.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>The document.</summary>
    /// <param name="title">Its title, and its first heading.</param>
    /// <param name="add">Adds what stands below.</param>
    public static string Of(string title, Action<HtmlText> add)
    {
        HtmlText html = new();
        html.Markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Markup($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">")
            .Markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">")
            .Text("title", title)
            .Markup($"<style>\n{StyleSheet()}</style></head><body><main>")
            .Text("h1", title);
        add(html);
        return html.Markup("</main></body></html>").ToString();
    }

    /// <summary>The style sheet, with the plots' inks for light and for dark pages.</summary>
    public static string StyleSheet()
    {
        using var reader = new StreamReader(typeof(Page).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd();
    }
}
