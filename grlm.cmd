@rem Runs the grlm command of this checkout; "dotnet run" builds it first if its sources changed.
@dotnet run --project "%~dp0src\Grlm.Cli" -c Release -v quiet -- %*
