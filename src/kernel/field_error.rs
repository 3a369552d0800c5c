//! What is wrong with one field of a form, in words the person who typed it can act on.

/// One mistake in one field. `field` is the name of the input, so that the error summary can link to it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    pub field: String,
    pub code: Code,
    pub message: String,
}

/// What kind of mistake it was, for programs that read the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    Required,
    TooLong,
    TooShort,
    Invalid,
    OutOfRange,
    Unknown,
    Taken,
    /// It makes sense, but is not for this person to ask.
    Forbidden,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: Code, message: impl Into<String>) -> Self {
        Self { field: field.into(), code, message: message.into() }
    }

    pub fn required(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(field, Code::Required, message)
    }

    pub fn too_long(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(field, Code::TooLong, message)
    }

    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(field, Code::Invalid, message)
    }

    pub fn out_of_range(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(field, Code::OutOfRange, message)
    }

    pub fn forbidden(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(field, Code::Forbidden, message)
    }

    pub fn unknown(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(field, Code::Unknown, message)
    }
}

/// Every mistake in a form, in the order of its fields. Never empty inside an `Err`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Keeps the value of a parsed field, or notes what is wrong with it and goes on to the next field.
    pub fn keep<T>(&mut self, parsed: Result<T, FieldError>) -> Option<T> {
        parsed.map_err(|error| self.0.push(error)).ok()
    }

    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Whether the sender may not ask for this, however it is put.
    pub fn is_forbidden(&self) -> bool {
        self.0.iter().any(|error| error.code == Code::Forbidden)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message for one field, if it has a mistake.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// `Ok(value)` if nothing is wrong, every mistake otherwise. A `None` without a mistake cannot happen,
    /// because `keep` notes one whenever it gives `None`.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}

impl std::fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let messages: Vec<&str> = self.0.iter().map(|error| error.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl std::error::Error for FieldErrors {}
