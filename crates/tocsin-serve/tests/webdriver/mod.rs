//! As much of a WebDriver client as the browser tests need: HTTP by hand to a ChromeDriver of our own.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The name of an element's reference, as the WebDriver standard fixes it.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser without a window; ends with this value.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts ChromeDriver and a browser, or says which of them is not installed. One that is there and does not start
    /// is a failure.
    pub fn start() -> Result<Browser, String> {
        let chrome = find(&["chromium", "chromium-browser", "google-chrome"]).ok_or("chromium is not installed")?;
        let program = find(&["chromedriver"]).ok_or("chromedriver is not installed")?;
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        let mut driver = command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let output = driver.stdout.take().unwrap();
        let mut browser = Browser { driver, port: 0, session: String::new(), profile };
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let named = |line: String| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok();
        browser.port = lines.find_map(named).unwrap_or_else(|| panic!("chromedriver did not name its port"));
        // Its further lines are read away, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        let session = browser.must("POST", "", &browser.wanted(&chrome));
        browser.session = format!("/{}", session["sessionId"].as_str().unwrap());
        Ok(browser)
    }

    fn wanted(&self, chrome: &str) -> Value {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            &format!("--user-data-dir={}", self.profile.path().display()),
        ];
        let options = json!({"binary": chrome, "args": arguments});
        json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&self, url: &str) {
        self.must("POST", "/url", &json!({"url": url}));
    }

    /// The address of the page that is open.
    pub fn address(&self) -> String {
        self.must("GET", "/url", &Value::Null).as_str().unwrap().to_owned()
    }

    /// Sets the size of the page's view; a window itself cannot be as narrow as a telephone.
    pub fn size(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let command = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics});
        self.must("POST", "/goog/cdp/execute", &command);
    }

    /// Runs a function body in the page and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.must("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> usize {
        self.must("POST", "/elements", &by(selector)).as_array().unwrap().len()
    }

    /// The text of the first element that a selector finds.
    pub fn text(&self, selector: &str) -> String {
        let path = format!("/element/{}/text", self.element(selector));
        self.must("GET", &path, &Value::Null).as_str().unwrap().to_owned()
    }

    /// Clicks the first element that a selector finds, and waits for what loads.
    pub fn click(&self, selector: &str) {
        let path = format!("/element/{}/click", self.element(selector));
        self.must("POST", &path, &json!({}));
    }

    fn element(&self, selector: &str) -> String {
        self.must("POST", "/element", &by(selector))[ELEMENT].as_str().unwrap().to_owned()
    }

    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (session, port) = (&self.session, self.port);
        let request = format!(
            "{method} /session{session}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let told = |error: std::io::Error| error.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(told)?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(told)?;
        stream.write_all(request.as_bytes()).map_err(told)?;
        let answer: Value = serde_json::from_slice(&read_body(stream).map_err(told)?).map_err(|e| e.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"].as_str().unwrap_or_default())),
            None => Ok(answer["value"].clone()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // The browser ends with its session; the driver is ours to end.
            let _ = self.call("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn by(selector: &str) -> Value {
    json!({"using": "css selector", "value": selector})
}

/// Reads an answer's head and as much of its body as the head announces.
fn read_body(stream: TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

/// The first of these programs that the search path holds.
fn find(names: &[&str]) -> Option<String> {
    let paths = std::env::var_os("PATH")?;
    let held = |name: &&str| std::env::split_paths(&paths).map(|path| path.join(name)).find(|path| path.is_file());
    names.iter().find_map(held).map(|path| path.display().to_string())
}
