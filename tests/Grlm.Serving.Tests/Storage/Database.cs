namespace Grlm.Serving.Tests;

public enum Database
{
    Sqlite,
    Postgres,
}
