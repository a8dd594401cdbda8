namespace Blog;

/// <summary>The section <c>Blog</c> of appsettings.json.</summary>
/// <param name="Data">The folder of both databases.</param>
/// <param name="Password">The author's.</param>
/// <param name="Smtp">The server mails go through; null catches them.</param>
/// <param name="PublicUrl">Where readers reach the blog; needed with <paramref name="Smtp"/>.</param>
public sealed record BlogOptions(string Title, string Data, string Password, string? Smtp, string PublicUrl)
{
    public static BlogOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Blog");
        return new BlogOptions(
            section["Title"] ?? "A blog",
            section["Data"] ?? "data",
            section["Password"] ?? throw new InvalidOperationException("Blog:Password is missing: nobody could write."),
            section["Smtp"],
            section["PublicUrl"] ?? "");
    }

    public string DataPath(string file)
    {
        Directory.CreateDirectory(Data);
        return Path.Combine(Data, file);
    }
}
