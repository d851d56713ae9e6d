Console.WriteLine("grlm");
