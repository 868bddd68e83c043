//! The page as a tree of elements, as far as it is of any size that makes sense.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

/// What is deeper or more than this is no statistics page.
const DEEPEST: usize = 16;
const MOST: usize = 200_000;

/// An element: its name, its words, and what it holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// Reads a page; nothing when it is no XML, or none that makes sense.
    pub(super) fn read(xml: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        // The first one holds the root.
        let mut open = vec![Self::default()];
        let mut count = 0;
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => {
                    open.push(Self::called(tag.name().as_ref()));
                    count += 1;
                }
                Event::Empty(tag) => {
                    open.last_mut()?.children.push(Self::called(tag.name().as_ref()));
                    count += 1;
                }
                Event::End(_) => {
                    let done = open.pop()?;
                    open.last_mut()?.children.push(done);
                }
                Event::Text(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::CData(text) => open.last_mut()?.text.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let text = &mut open.last_mut()?.text;
                    match entity.resolve_char_ref().ok()? {
                        Some(sign) => text.push(sign),
                        None => text.push_str(resolve_xml_entity(&entity).unwrap_or_default()),
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            if open.len() > DEEPEST || count > MOST {
                return None;
            }
        }
        // What was opened must have been closed.
        let mut outside = open.pop().filter(|_| open.is_empty())?;
        outside.children.pop()
    }

    fn called(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// What it holds of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first that it holds of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Whether it holds one of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The words of what it holds.
    pub(super) fn word(&self, name: &str) -> &str {
        self.get(name).map_or("", |child| child.text.trim())
    }

    /// The number that it holds.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        let number: f64 = self.word(name).parse().ok()?;
        number.is_finite().then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_is_read_with_its_references() {
        let page = Element::read(
            "<?xml version=\"1.0\"?>\n<?xml-stylesheet href=\"stat.xsl\"?>\n<rtmp>\n<bw_in>12</bw_in><name>a&amp;b &#228;</name><active/>\
             <name><![CDATA[<c>]]></name></rtmp>\n",
        )
        .unwrap();
        assert_eq!((page.name.as_str(), page.number("bw_in")), ("rtmp", Some(12.0)));
        assert_eq!(page.word("name"), "a&b ä");
        assert_eq!(page.all("name").count(), 2);
        assert!(page.has("active") && !page.has("publishing"));
    }

    #[test]
    fn what_is_no_page_is_none() {
        let deep = "<a>".repeat(100) + &"</a>".repeat(100);
        for text in [
            "",
            "hello",
            "<a>",
            "<a></b>",
            "</a>",
            "<a><b></a></b>",
            "<a",
            &deep,
        ] {
            assert_eq!(Element::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(<[a-c/!?]{0,3}>|[a-z&;#<>]{0,9}|]]>){0,40}") {
            Element::read(&text);
        }
    }
}
