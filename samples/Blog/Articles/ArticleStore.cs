using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Blog.Articles;

/// <summary>The blog's own table in the blog's own database; ActorMail has another one and knows nothing of it.</summary>
public sealed class ArticleStore
{
    private const string Columns = "id, title, markdown, written_at, post";
    private readonly string _connection;

    private ArticleStore(string connection) => _connection = connection;

    public static ArticleStore Open(string file)
    {
        var store = new ArticleStore(new SqliteConnectionStringBuilder { DataSource = file }.ToString());
        store.Run("""
            create table if not exists articles (
              id integer primary key,
              form text not null unique,
              title text not null,
              markdown text not null,
              written_at text not null,
              post text)
            """);
        return store;
    }

    /// <summary>The article of a form: sent twice, a form gives the article it gave before, as it was then.</summary>
    public Article Add(string form, string title, string markdown, DateTimeOffset at)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = """
            insert into articles (form, title, markdown, written_at) values ($form, $title, $markdown, $at) on conflict (form) do nothing
            """;
        command.Parameters.AddWithValue("$form", form);
        command.Parameters.AddWithValue("$title", title);
        command.Parameters.AddWithValue("$markdown", markdown);
        command.Parameters.AddWithValue("$at", at.ToString("O", CultureInfo.InvariantCulture));
        command.ExecuteNonQuery();
        return Read($"select {Columns} from articles where form = $form", ("$form", form)).Single();
    }

    public void Published(long id, string post) =>
        Run("update articles set post = $post where id = $id", ("$post", post), ("$id", id));

    public void Remove(long id) => Run("delete from articles where id = $id", ("$id", id));

    public Article? Find(long id) => Read($"select {Columns} from articles where id = $id", ("$id", id)).FirstOrDefault();

    public IReadOnlyList<Article> Newest(int count) =>
        Read($"select {Columns} from articles order by id desc limit $count", ("$count", count));

    private List<Article> Read(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Connect();
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var articles = new List<Article>();
        while (rows.Read())
        {
            articles.Add(new Article(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2),
                DateTimeOffset.Parse(rows.GetString(3), CultureInfo.InvariantCulture), rows.IsDBNull(4) ? null : rows.GetString(4)));
        }

        return articles;
    }

    private void Run(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Connect();
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }
}
